"""Figures for people: the table of docs/model/evaluation.md."""

from collections.abc import Sequence
from typing import Any

Figures = dict[str, Any]


def markdown(figures: dict[str, Figures], comparisons: Sequence[str] = ()) -> str:
    """`{model: evaluate.judge(…)}` as Markdown: all sets side by side, the first model beside each other one
    (`compare.table`), then each by class and by writer."""
    parts = ["# How well the models read", "", *_overview(figures)]
    if comparisons:
        parts += ["", "Gained and lost: digits that only one of the two reads; p: McNemar's exact test of them."]
    for comparison in comparisons:
        parts += ["", comparison]
    for model, sets in figures.items():
        parts += ["", f"## {model}", "", *_by_class(sets)]
        for found in sets.values():
            if "writers" in found:
                parts += ["", *_by_writer(found)]
            if "mean" in found:
                told = ", ".join(f"{name} {share:.1%}" for name, share in found["accuracies"].items())
                parts += ["", f"{found['title']}: {told}."]
    return "\n".join(parts) + "\n"


def _overview(figures: dict[str, Figures]) -> list[str]:
    lines = [
        "Accuracy with its 95 % interval (Wilson); ECE over 15 bins; accepted at the card's thresholds, and how many",
        "of those are wrong; wrong among the 98 % most confident. Writers judged here trained nothing.",
        "",
        "| set | model | n | accuracy | 95 % interval | ECE | accepted | wrong of those | wrong of 98 % | AUROC |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    names = dict.fromkeys(name for sets in figures.values() for name, found in sets.items() if "surest" not in found)
    for name in names:
        lines += [_row(model, sets[name]) for model, sets in figures.items() if name in sets]
    return lines + [line for model, sets in figures.items() for line in _surest(model, sets)]


def _surest(model: str, sets: Figures) -> list[str]:
    found = sets.get("pens")
    if not found:
        return []
    of, wrong = found["surest"], found["wrong"]
    return [
        "",
        f"{model}: of the 98 % most confident of {found['title']}, {of:,}, {wrong} are wrong ({wrong / of:.2%}).",
    ]


def _row(model: str, found: Figures) -> str:
    if "mean" in found:
        return f"| {found['title']}, mean | {model} | {found['each']:,} each | {found['mean']:.2%} | | | | | | |"
    if "signs" in found:
        auroc = f"{found['auroc']:.4f}" if "auroc" in found else ""
        return f"| {found['title']} | {model} | {found['signs']:,} | | | | {found['accepted']:.2%} | | | {auroc} |"
    low, high = found["interval"]
    return (
        f"| {found['title']} | {model} | {found['digits']:,} | {found['accuracy']:.2%} | {low:.2%} to {high:.2%} | "
        f"{found['ece']:.2%} | {found['accepted']:.2%} | {found['wrong_of_accepted']:.2%} | "
        f"{found['wrong_of_surest_98']:.2%} | |"
    )


def _by_class(sets: Figures) -> list[str]:
    lines = ["Recall by digit:", "", "| set | " + " | ".join("0123456789") + " |", "|---" * 11 + "|"]
    for found in sets.values():
        if "recall_by_class" in found:
            lines.append(f"| {found['title']} | " + " | ".join(f"{s:.1%}" for s in found["recall_by_class"]) + " |")
    return lines


def _by_writer(found: Figures) -> list[str]:
    """Writers with a mistake; the others are counted."""
    writers = found["writers"]
    wrong = {writer: (of - right, of) for writer, (right, of) in writers.items() if right < of}
    told = ", ".join(f"{writer} {missed} of {of}" for writer, (missed, of) in sorted(wrong.items()))
    return [
        f"{found['title']}: {len(writers) - len(wrong)} of {len(writers)} writers without a mistake; wrong: {told}."
    ]
