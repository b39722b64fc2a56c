"""How well a model reads: the figures that stand on its card and in docs/model."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.classifier import Classifier
from ml.intervals import share, wilson
from ml.training.data.digits import Digits
from ml.training.data.sets import JudgedSet
from ml.training.judging.calibrate import confidences, error_of

BATCH = 500
PENS = ("pendigits", "unipen")  # what "pen digits" are, all together
Chances = NDArray[np.float32]


def answers(classifier: Classifier, digits: Digits) -> tuple[Chances, Chances]:
    """(probabilities (n, 10), not_digit (n,)) as serving computes them, with the card's temperature."""
    again = not digits.drawn
    parts = [classifier(digits.glyphs[start : start + BATCH], again) for start in range(0, len(digits), BATCH)]
    return np.concatenate([tens for tens, _ in parts]), np.concatenate([none for _, none in parts])


def read(classifier: Classifier, digits: Digits) -> tuple[Chances, NDArray[np.intp]]:
    """(confidence (n,), likeliest digit (n,))."""
    tens, none = answers(classifier, digits)
    return confidences(tens, none), tens.argmax(1)


def rightly_read(classifier: Classifier, digits: Digits) -> NDArray[np.bool_]:
    """(n,) whether the likeliest digit is the label."""
    found: NDArray[np.bool_] = read(classifier, digits)[1] == digits.labels
    return found


def judge(classifier: Classifier, sets: Sequence[JudgedSet]) -> dict[str, Any]:
    """Figures by set, and of all pen digits; for letters also how well they are told from these."""
    found: dict[str, Any] = {}
    pens: list[Chances] = []
    rights: list[NDArray[np.bool_]] = []
    for judged in sets:
        tens, none = answers(classifier, judged.digits)
        sure = confidences(tens, none)
        accepted = accepts(classifier, tens, none)
        if judged.name == "letters":
            figures: dict[str, Any] = {"signs": len(sure), "accepted": share(accepted)}
            if pens:
                figures["auroc"] = round(auroc(np.concatenate(pens), sure), 6)
        else:
            figures = metrics(tens, judged.digits.labels) | sureness(tens, sure, accepted, judged.digits.labels)
            if judged.writers:
                figures["writers"] = _by_writer(tens.argmax(1) == judged.digits.labels, judged.writers)
        if judged.name in PENS:
            pens.append(sure)
            rights.append(tens.argmax(1) == judged.digits.labels)
        found[judged.name] = {"title": judged.title, **figures}
    if len(pens) == len(PENS):
        found["pens"] = {"title": "all pen digits", **surest(np.concatenate(pens), np.concatenate(rights))}
    return found


def surest(sure: Chances, right: NDArray[np.bool_]) -> dict[str, int]:
    """How many are wrong of the 98 % most confident."""
    most = np.argsort(-sure, kind="stable")[: math.ceil(0.98 * len(right))]
    return {"surest": len(most), "wrong": int((~right[most]).sum())}


def robustness(classifier: Classifier, corrupted: dict[str, Digits]) -> dict[str, Any]:
    """Accuracy under each corruption, and their mean."""
    shares = {name: share(rightly_read(classifier, digits)) for name, digits in corrupted.items()}
    count = len(next(iter(corrupted.values())))
    return {
        "title": "MNIST-C",
        "each": count,
        "mean": round(sum(shares.values()) / len(shares), 6),
        "accuracies": shares,
    }


def accepts(classifier: Classifier, tens: Chances, none: Chances) -> NDArray[np.bool_]:
    """(n,) whether `Reader` would say "accepted"."""
    limits = classifier.card.thresholds
    return (none <= limits.get("not_digit", 0.5)) & (confidences(tens, none) >= limits["uncertain"])


def metrics(found: Chances, labels: NDArray[np.uint8]) -> dict[str, Any]:
    """Accuracy with its 95 % interval, macro precision, recall and F1 in [0, 1], and the confusion matrix: rows are
    the truth.

    A digit never predicted has precision 0, one that never occurs recall 0, as in scikit-learn.
    """
    confusion = np.zeros((10, 10), np.int64)
    np.add.at(confusion, (labels, found.argmax(1)), 1)
    right = np.diag(confusion)
    precision = right / np.maximum(1, confusion.sum(0))
    recall = right / np.maximum(1, confusion.sum(1))
    f1 = 2 * precision * recall / np.maximum(1e-12, precision + recall)
    return {
        "digits": len(labels),
        "accuracy": round(float(right.sum() / len(labels)), 6),
        "interval": list(wilson(int(right.sum()), len(labels))),
        "precision": round(float(precision.mean()), 6),
        "recall": round(float(recall.mean()), 6),
        "f1": round(float(f1.mean()), 6),
        "recall_by_class": [round(float(share), 4) for share in recall],
        "confusion": confusion.tolist(),
    }


def sureness(tens: Chances, sure: Chances, accepted: NDArray[np.bool_], labels: NDArray[np.uint8]) -> dict[str, float]:
    """How far the confidences can be believed: ECE, what is accepted, and mistakes among the 98 % most confident."""
    right = tens.argmax(1) == labels
    most = surest(sure, right)
    return {
        "ece": round(error_of(sure, right), 6),
        "ece_of_ten": round(error_of(tens.max(1), right), 6),
        "accepted": share(accepted),
        "wrong_of_accepted": share(~right[accepted]),
        "wrong_of_surest_98": round(most["wrong"] / most["surest"], 6),
    }


def auroc(positive: Chances, negative: Chances) -> float:
    """The chance that one of `positive` scores above one of `negative`; ties count half."""
    order = np.sort(negative)
    below = np.searchsorted(order, positive, "left") + np.searchsorted(order, positive, "right")
    return float(below.mean() / 2 / len(order))


def _by_writer(right: NDArray[np.bool_], writers: list[str]) -> dict[str, list[int]]:
    """Writer to [right, of]."""
    tally: dict[str, list[int]] = {}
    for writer, hit in zip(writers, right.tolist(), strict=True):
        counts = tally.setdefault(writer, [0, 0])
        counts[0] += hit
        counts[1] += 1
    return tally
