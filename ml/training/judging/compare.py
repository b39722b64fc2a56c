"""Whether a candidate reads better than another model: both on the same digits, judged where they disagree."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classifier import Classifier
from ml.intervals import share
from ml.reader import Reader
from ml.training.data.sets import JudgedSet
from ml.training.data.written import Written
from ml.training.judging.evaluate import rightly_read

SIGNIFICANT = 0.05


def compare(
    candidate: Classifier, current: Classifier, sets: Sequence[JudgedSet], written: Sequence[Written] = ()
) -> dict[str, Any]:
    """The paired figures by set, and the verdict that activation heeds: better, same or worse.

    "worse" when any set of digits, or the numbers `written`, is read significantly worse, "better" when one is read
    significantly better and none worse. Letters are left out: what is accepted there hangs on the thresholds, which
    have a table of their own.
    """
    found = {one.name: paired(candidate, current, one) for one in sets if one.name != "letters"}
    if written:
        found["numbers"] = whole_numbers(candidate, current, written)
    signs = {verdict_of(figures) for figures in found.values()}
    verdict = "worse" if "worse" in signs else "better" if "better" in signs else "same"
    return {"candidate": _name(candidate), "current": _name(current), "verdict": verdict, "sets": found}


def paired(candidate: Classifier, current: Classifier, judged: JudgedSet) -> dict[str, Any]:
    """Accuracies of both, the digits that only one of them reads, and McNemar's p-value of that."""
    ours, theirs = (rightly_read(model, judged.digits) for model in (candidate, current))
    return _figures(judged.title, ours, theirs)


def whole_numbers(candidate: Classifier, current: Classifier, written: Sequence[Written]) -> dict[str, Any]:
    """As `paired`, for numbers read from their strokes with every digit right: what the network is worth to the
    lattice, which was fitted with another one."""
    ours, theirs = (_read_whole(model, written) for model in (candidate, current))
    return _figures("numbers, every digit right", ours, theirs)


def _read_whole(classifier: Classifier, written: Sequence[Written]) -> NDArray[np.bool_]:
    reader = Reader(classifier)
    return np.array([reader.read(one.strokes, "number").number == one.digits for one in written], np.bool_)


def _figures(title: str, ours: NDArray[np.bool_], theirs: NDArray[np.bool_]) -> dict[str, Any]:
    gained, lost = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
    return {
        "title": title,
        "digits": len(ours),
        "candidate": share(ours),
        "current": share(theirs),
        "gained": gained,
        "lost": lost,
        "p": round(mcnemar(gained, lost), 6),
    }


def mcnemar(gained: int, lost: int) -> float:
    """The exact two-sided p-value that `gained` and `lost` come from a fair coin (Q. McNemar, 1947)."""
    flips = gained + lost
    tail = sum(math.comb(flips, k) for k in range(min(gained, lost) + 1))
    return min(1.0, tail / 2 ** (flips - 1)) if flips else 1.0


def verdict_of(figures: dict[str, Any]) -> str:
    """`better` or `worse` where equal models would differ so much less often than SIGNIFICANT, else `same`."""
    if figures["p"] >= SIGNIFICANT:
        return "same"
    return "better" if figures["gained"] > figures["lost"] else "worse"


def table(comparison: dict[str, Any]) -> str:
    """The comparison as Markdown."""
    head = f"| set | items | {comparison['candidate']} | {comparison['current']} | gained | lost | p |"
    rows = [
        f"| {one['title']} | {one['digits']} | {one['candidate']:.2%} | {one['current']:.2%} "
        f"| {one['gained']} | {one['lost']} | {one['p']:.3g} |"
        for one in comparison["sets"].values()
    ]
    return "\n".join([head, "|---" * 7 + "|", *rows, "", f"{comparison['candidate']}: {comparison['verdict']}"])


def _name(classifier: Classifier) -> str:
    return f"{classifier.card.name} {classifier.card.version}"
