"""Makes what ml.evidence describes: judges a model and draws its mistakes."""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ml.classifier import Classifier
from ml.evidence import EVIDENCE, MISTAKES, Bin, Evidence, Mistake, Numbers
from ml.reader import Reader
from ml.training.data.digits import DataMissing
from ml.training.data.sets import JudgedSet
from ml.training.data.written import numbers
from ml.training.judging import evaluate

BINS = 15
SHARES = np.linspace(0.5, 1, 51)
MOST = 60
PRIVATE = ("reviews",)  # is the handwriting of people who did not agree to be shown

Sure = NDArray[np.float32]
Right = NDArray[np.bool_]


def files(classifier: Classifier, sets: Sequence[JudgedSet]) -> dict[str, bytes]:
    """What to lay beside the model, by name. Sets without labels (letters) are passed over."""
    reliability, coverage = {}, {}
    wrong: list[tuple[Mistake, NDArray[np.uint8]]] = []
    for judged in sets:
        if judged.name == "letters":
            continue
        sure, read = evaluate.read(classifier, judged.digits)
        right = read == judged.digits.labels
        reliability[judged.name] = bins(sure, right)
        coverage[judged.name] = curve(sure, right)
        if judged.name in PRIVATE:
            continue
        for place in np.flatnonzero(~right):
            truth, confidence = int(judged.digits.labels[place]), round(float(sure[place]), 4)
            wrong.append((Mistake(judged.name, truth, int(read[place]), confidence), judged.digits.glyphs[place]))
    shown = sorted(wrong, key=lambda one: -one[0].confidence)[:MOST]
    evidence = Evidence(
        sha256=classifier.card.sha256,
        reliability=reliability,
        coverage=coverage,
        wrong=len(wrong),
        mistakes=[mistake for mistake, _ in shown],
        numbers=whole_numbers(Reader(classifier)),
    )
    found = {EVIDENCE: evidence.to_bytes()}
    return {**found, MISTAKES: strip([glyph for _, glyph in shown])} if shown else found


def bins(sure: Sure, right: Right) -> list[Bin]:
    """As the calibration error counts them: of equal width, those that nothing falls into left out."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        Bin(round(float(sure[place == k].mean()), 4), int(right[place == k].sum()), int((place == k).sum()))
        for k in np.unique(place)
    ]


def curve(sure: Sure, right: Right) -> list[tuple[float, float]]:
    """(share accepted, share wrong of those) when the surest are accepted, from a half of them to all."""
    wrong = np.cumsum(~right[np.argsort(-sure, kind="stable")])
    counts = np.maximum(1, np.round(SHARES * len(sure)).astype(int))
    return [
        (round(float(share), 2), round(float(wrong[n - 1] / n), 5)) for share, n in zip(SHARES, counts, strict=True)
    ]


def strip(glyphs: Sequence[NDArray[np.uint8]]) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.concatenate(glyphs, axis=1)).save(file, "PNG", optimize=True)
    return file.getvalue()


def whole_numbers(reader: Reader) -> Numbers | None:
    """Of the writers that judge; none where their numbers are not here."""
    try:
        judges = [one for one in numbers() if one.judges]
    except DataMissing:
        return None
    read = [(one.digits, reader.read(one.strokes, "number")) for one in judges]
    accepted = [truth == found.number for truth, found in read if found.decision == "accepted"]
    return Numbers(
        count=len(read),
        writers=len({one.writer for one in judges}),
        right=sum(truth == found.number for truth, found in read),
        accepted=len(accepted),
        wrong_of_accepted=accepted.count(False),
    )


def lay(found: dict[str, bytes], folder: Path) -> None:
    """Into the model's folder, each file whole or not at all."""
    for name, data in found.items():
        made = folder / f".{name}"
        made.write_bytes(data)
        made.replace(folder / name)
