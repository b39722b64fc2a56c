"""Why an item cannot be read."""

from dataclasses import dataclass
from typing import Self

from ml.rejected import Rejected


@dataclass(frozen=True)
class Problem:
    """`code` is for programs, `sentence` for people."""

    code: str
    sentence: str

    @classmethod
    def of(cls, rejected: Rejected) -> Self:
        return cls(rejected.code, rejected.sentence)
