"""Whole numbers that people wrote, with their writers, half of whom judge."""

from collections.abc import Sequence
from dataclasses import dataclass

from ml import strokes
from ml.strokes import Strokes
from ml.training.data import sources


@dataclass(frozen=True)
class Written:
    """What one person wrote, separators included, and whether it judges."""

    raw: str
    kind: str
    writer: str
    judges: bool
    strokes: Strokes

    @property
    def digits(self) -> str:
        return "".join(filter(str.isdigit, self.raw))


def numbers() -> list[Written]:
    """The 309 numbers; of their 39 writers in alphabetic order every second judges. Raises DataMissing."""
    lines = list(sources.lines("strokes-unipen-numbers-dev.jsonl.gz"))
    judges = set(sorted({line["writer"] for line in lines})[1::2])
    return [
        Written(line["raw"], line["kind"], line["writer"], line["writer"] in judges, strokes.check(line["strokes"]))
        for line in lines
    ]


def singles(known: Sequence[Written]) -> list[Written]:
    """UNIPEN's single digits of writers that the classifier has not trained on; a writer of numbers stays on his
    side, of the others every second judges."""
    sides = {one.writer: one.judges for one in known}
    digits = [one for one in sources.unipen() if sources.role(one.writer) != "train" and one.drawn]
    others = sorted({one.writer for one in digits} - set(sides))
    sides |= {writer: bool(place % 2) for place, writer in enumerate(others)}
    return [Written(str(one.label), "digit", one.writer, sides[one.writer], one.drawn) for one in digits if one.drawn]
