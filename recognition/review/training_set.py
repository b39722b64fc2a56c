"""What people have reviewed, as digits to learn from: the very glyphs that the network saw, and what they are."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray
from PIL import Image

from recognition.exports import csv_line
from recognition.models import Prediction
from recognition.models.reviews import Review

SIDE = 28
NOT_A_DIGIT = 10
PARTS = 5  # one person in five is held out
COLUMNS = ("file", "label", "held_out", "prediction", "place", "review", "reviewer")


@dataclass(frozen=True, slots=True)
class Example:
    """`glyph` (28, 28) uint8, ink high; `label` 0 to 9, or 10 for no digit; `place` among the reading's digits."""

    glyph: NDArray[np.uint8]
    label: int
    held_out: bool
    prediction: UUID
    place: int
    review: Review


def examples() -> Iterator[Example]:
    """One for each digit that the word that counts is on and whose glyph is kept, the oldest prediction first."""
    for row in reviewed().iterator(chunk_size=500):
        review = row.counting_review
        if review is None or not row.glyphs:
            continue
        strip = np.asarray(Image.open(io.BytesIO(row.glyphs)).convert("L"))
        for place, label in enumerate(labels(row, review)):
            if label is not None:
                glyph = strip[:, place * SIDE : (place + 1) * SIDE]
                yield Example(glyph, label, is_held_out(row), row.pk, place, review)


def reviewed() -> QuerySet[Prediction]:
    judged = Prediction.objects.exclude(verdict="")
    return judged.filter(glyphs__isnull=False).order_by("created_at", "pk").prefetch_related("reviews__reviewer")


def labels(row: Prediction, review: Review) -> list[int | None]:
    """What each glyph is; None where the person has not said which ink is which."""
    if review.digits:
        true = {_place(digit): NOT_A_DIGIT if digit["value"] is None else digit["value"] for digit in review.digits}
        return [true.get(_place(digit)) for digit in row.digits]  # a box that was moved holds other ink
    whole = review.verdict == Review.Verdict.NOT_A_DIGIT and len(row.digits) == 1
    return [NOT_A_DIGIT] if whole else []


def _place(digit: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(digit["box"][side] for side in ("x", "y", "width", "height"))


def is_held_out(row: Prediction) -> bool:
    """The same for all that one person handed in, so that nobody both teaches and judges."""
    person = str(row.owner_id or row.visitor or row.pk)
    return sha256(person.encode()).digest()[0] % PARTS == 0


def write(folder: Path) -> tuple[int, int]:
    """reviews.npz, PNGs in a folder a label, and index.csv, which leads from each to its prediction and reviewer.

    How many digits teach, and how many judge.
    """
    found = list(examples())
    folder.mkdir(parents=True, exist_ok=True)
    held_out = np.array([one.held_out for one in found], np.bool_)
    glyphs = np.stack([one.glyph for one in found]) if found else np.zeros((0, SIDE, SIDE), np.uint8)
    true = np.array([one.label for one in found], np.uint8)
    np.savez(folder / "reviews.npz", glyphs=glyphs, labels=true, held_out=held_out)
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as index:
        index.write(csv_line(COLUMNS))
        index.writelines(csv_line(_kept(folder, one)) for one in found)
    return int((~held_out).sum()), int(held_out.sum())


def _kept(folder: Path, one: Example) -> list[object]:
    path = Path(str(one.label)) / f"{one.prediction.hex}-{one.place}.png"
    (folder / path).parent.mkdir(exist_ok=True)
    Image.fromarray(one.glyph).save(folder / path)
    reviewer = one.review.reviewer.get_username() if one.review.reviewer else one.review.source
    return [path, one.label, int(one.held_out), one.prediction, one.place, one.review.pk, reviewer]
