"""Why an item cannot be read."""

from dataclasses import dataclass
from typing import Self

from ml.pictures import PictureRejected
from ml.strokes import StrokesRejected


@dataclass(frozen=True)
class Problem:
    """`code` is for programs, `sentence` for people."""

    code: str
    sentence: str

    @classmethod
    def of(cls, rejected: PictureRejected | StrokesRejected) -> Self:
        return cls(rejected.code, rejected.sentence)
