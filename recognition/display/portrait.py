"""What there is to tell about a model: from its card, and from the evidence beside its weights where there is any."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ml import evidence
from ml.card import Card
from ml.evidence import Evidence, Mistake
from ml.intervals import wilson
from ml.registry import default_model, read_card
from recognition.display import charts
from recognition.display.judged_sets import SETS, Judged
from recognition.models import ModelVersion

# Of the reader around the network; what the network finds hard is on its card.
LIMITS = (
    "It reads the digits 0 to 9 and numbers made of them: no letters, no words, no digits of other scripts.",
    "The figures are for single digits. In a photo they must be found first: hard shadows, faint pencil mislead it.",
    "In a number, a bracket or a slash may be taken for a 1.",
    "A 1 with a long stroke before its stem may be taken for a 7.",
)
TOLD = (0.8, 0.9, 0.95, 0.98, 0.99, 1.0)  # the shares accepted that the table beside the curve has


@dataclass(frozen=True)
class Plot:
    """A chart of one set, with the rows of its table."""

    title: str
    drawn: Any
    rows: list[Any]
    judged: Judged | None
    stands: tuple[float, float] | None


class Portrait:
    def __init__(self, card: Card, folder: Path) -> None:
        self.card, self.folder = card, folder

    @classmethod
    def of(cls, version: ModelVersion | None) -> "Portrait":
        """Without a version: the model that ships with the project."""
        if version is None:
            return cls(read_card(default_model()), default_model())
        return cls(Card.from_json(version.card), version.path)

    @cached_property
    def evidence(self) -> Evidence | None:
        return evidence.read(self.folder, self.card.sha256)

    @property
    def evidence_at(self) -> int:
        """When its file was written, in nanoseconds; 0 where there is none."""
        path = self.folder / evidence.EVIDENCE
        return path.stat().st_mtime_ns if path.is_file() else 0

    @cached_property
    def judged(self) -> list[Judged]:
        return [Judged.of(name, found) for name, found in self.card.metrics.items() if "confusion" in found]

    @property
    def letters(self) -> dict[str, Any] | None:
        found = self.card.metrics.get("letters")
        if not found:
            return None
        title, about = SETS["letters"]
        return {**found, "title": title, "about": about, "told": 1 - found["accepted"]}

    @property
    def numbers_range(self) -> tuple[float, float] | None:
        """The 95 % interval of the whole numbers that were read right."""
        numbers = self.evidence.numbers if self.evidence else None
        return wilson(numbers.right, numbers.count) if numbers else None

    @property
    def sources(self) -> list[tuple[str, int]]:
        """(whom to credit, how many pictures of theirs it learned from)."""
        return [(one["set"], one.get("glyphs", one.get("digits", 0))) for one in self.card.data]

    @property
    def intervals(self) -> list[tuple[Judged, charts.Dot]]:
        return [(one, charts.interval(one.share, *one.interval, self.least)) for one in self.judged]

    @cached_property
    def least(self) -> float:
        return charts.least_of(one.interval[0] for one in self.judged)

    @cached_property
    def confusion(self) -> list[list[int]]:
        """Of all sets together, rows being the truth."""
        matrices = [one.confusion for one in self.judged]
        return [[sum(matrix[truth][read] for matrix in matrices) for read in range(10)] for truth in range(10)]

    @property
    def cells(self) -> list[charts.Cell]:
        return charts.mistakes(self.confusion)

    @property
    def commonest(self) -> charts.Cell | None:
        return max(self.cells, key=lambda cell: cell.count, default=None)

    @property
    def hardest(self) -> tuple[Judged, float, int] | None:
        """The set and the digit in it that are read worst."""
        found = [(*one.hardest, place) for place, one in enumerate(self.judged)]
        if not found:
            return None
        share, digit, place = min(found)
        return self.judged[place], share, digit

    @property
    def reliability(self) -> list[Plot]:
        bins = self.evidence.reliability if self.evidence else {}
        return [self._plot(name, charts.reliability(some), list(some)) for name, some in bins.items()]

    @property
    def coverage(self) -> list[Plot]:
        curves = self.evidence.coverage if self.evidence else {}
        told = {name: [pair for pair in curve if pair[0] in TOLD] for name, curve in curves.items()}
        return [self._plot(name, charts.coverage(curve, self.top), told[name]) for name, curve in curves.items()]

    @property
    def stands(self) -> dict[str, tuple[float, float]]:
        """Set to where its own threshold is on that curve."""
        accepted = [(one.name, one.accepted, one.wrong_of_accepted) for one in self.judged]
        return {
            name: charts.across_and_up(share, wrong, self.top)
            for name, share, wrong in accepted
            if share is not None and wrong is not None
        }

    @cached_property
    def top(self) -> float:
        return charts.top_of(self.evidence.coverage.values() if self.evidence else ())

    @property
    def mistakes(self) -> list[tuple[Mistake, str]]:
        """Each with the title of its set; none where their pictures are not there."""
        if self.evidence is None or not (self.folder / evidence.MISTAKES).is_file():
            return []
        return [(one, SETS.get(one.judged, (one.judged,))[0]) for one in self.evidence.mistakes]

    def _plot(self, name: str, drawn: Any, rows: list[Any]) -> Plot:
        judged = next((one for one in self.judged if one.name == name), None)
        return Plot(judged.title if judged else name, drawn, rows, judged, self.stands.get(name))
