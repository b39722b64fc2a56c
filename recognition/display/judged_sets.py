"""One set of digits that a model was judged on, as its card has it, in words for who does not know the sets."""

from dataclasses import dataclass
from typing import Any

from ml.intervals import wilson

# What the sets are, for somebody who does not know them; of others the card's title is shown.
SETS = {
    "mnist_test": ("MNIST", "Scanned digits of clerks and pupils, the test that everybody uses."),
    "pendigits": ("Pen on a tablet", "Digits as the pen drew them, from the pendigits collection."),
    "unipen": ("Many pens, many countries", "Digits from tablets all over the world, from the UNIPEN collection."),
    "swiss": ("Ballpoint on paper", "Colour scans of single digits."),
    "letters": ("Letters and signs", "What is no digit, and should not be taken for one."),
}


@dataclass(frozen=True)
class Judged:
    """One set of digits, and how they were read. `writers` is 0 where they are not known one by one."""

    name: str
    title: str
    about: str
    digits: int
    right: int
    writers: int
    confusion: list[list[int]]
    ece: float | None
    accepted: float | None
    wrong_of_accepted: float | None

    @classmethod
    def of(cls, name: str, found: dict[str, Any]) -> "Judged":
        title, about = SETS.get(name, (found.get("title", name), ""))
        sure = {key: found.get(key) for key in ("ece", "accepted", "wrong_of_accepted")}
        right = sum(found["confusion"][digit][digit] for digit in range(10))
        writers = len(found.get("writers", ()))
        return cls(name, title, about, found["digits"], right, writers, found["confusion"], **sure)

    @property
    def share(self) -> float:
        return self.right / max(1, self.digits)

    @property
    def wrong(self) -> int:
        return self.digits - self.right

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.digits)

    @property
    def hardest(self) -> tuple[float, int]:
        """(share read right, digit) of the digit that is read worst."""
        return min((row[digit] / max(1, sum(row)), digit) for digit, row in enumerate(self.confusion))
