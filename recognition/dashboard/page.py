"""Everything on the dashboard, asked for once a page."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import timezone

from recognition import overview
from recognition.dashboard import plots
from recognition.dashboard.estimates import Estimate
from recognition.dashboard.lately import Drift, drift
from recognition.dashboard.reviewed import Accuracy, Agreement, Reviewed
from recognition.display import charts
from recognition.models import ModelVersion, Prediction
from recognition.models.opinions import CONFLICT, DISAGREEMENT
from recognition.models.tallies import midnight, tallied

WINDOWS = (7, 30, 90)
ENOUGH = 1_000  # counting further would tell nobody more
DOUBT = 0.1  # worth from here: the model hesitated


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many wait for a reviewer, for this reason; `many` is for more than ENOUGH."""

    reason: str
    count: int
    many: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A model version's line: its estimates, each with its place on a line from `least` to 1."""

    accuracy: Accuracy
    every: tuple[Estimate, charts.Dot] | None
    accepted: tuple[Estimate, charts.Dot] | None


class Dashboard:
    def __init__(self, days: int) -> None:
        self.days = days
        self.today = timezone.now().date()
        self.first = self.today - timedelta(days=days - 1)
        self.reviewed = Reviewed(midnight(self.first))

    @cached_property
    def tallies(self) -> list[Any]:
        return tallied(self.first)

    @cached_property
    def columns(self) -> plots.Columns:
        return plots.columns(self.tallies, self.first, self.today)

    @cached_property
    def accuracies(self) -> list[Accuracy]:
        return self.reviewed.accuracies(self.tallies)

    @cached_property
    def least(self) -> float:
        """Where the intervals' line begins."""
        lows = [one.low for row in self.accuracies for one in (row.every, row.accepted) if one]
        return min(0.95, charts.least_of(lows))

    @property
    def rows(self) -> list[Row]:
        return [Row(one, self._placed(one.every), self._placed(one.accepted)) for one in self.accuracies]

    def _placed(self, one: Estimate | None) -> tuple[Estimate, charts.Dot] | None:
        return (one, charts.interval(one.share, one.low, one.high, self.least)) if one else None

    @cached_property
    def confusion(self) -> list[tuple[str, list[plots.Cell]]]:
        return plots.confusion(self.reviewed.confusion)

    @property
    def commonest(self) -> list[tuple[str, int, int]]:
        """(truth, what was read, how often) of the commonest mistakes."""
        wrong = [(truth, one.read, one.count) for truth, row in self.confusion for one in row if not one.is_right]
        return sorted((one for one in wrong if one[2]), key=lambda one: -one[2])[:3]

    @cached_property
    def agreement(self) -> Agreement:
        return self.reviewed.agreement

    @cached_property
    def active(self) -> ModelVersion | None:
        return ModelVersion.active()

    @cached_property
    def drift(self) -> Drift | None:
        return drift(self.active) if self.active else None

    @cached_property
    def drift_bars(self) -> tuple[float, list[plots.Bar]]:
        return plots.pairs(self.drift.bins if self.drift else [])

    @property
    def lanes(self) -> list[overview.LaneState]:
        return overview.lane_states()

    @property
    def processes(self) -> int:
        return len(overview.processes())

    @property
    def failures(self) -> list[tuple[str, int]]:
        return overview.failures()

    @property
    def waiting(self) -> list[Waiting]:
        """What the review queue holds, from the index of its order."""
        return [
            waiting("reviewers in conflict", CONFLICT, CONFLICT + 1),
            waiting("called wrong by its user", DISAGREEMENT, CONFLICT),
            waiting("the model hesitated", DOUBT, DISAGREEMENT),
            waiting("drawn at random", -1, 0),
        ]


def waiting(reason: str, least: float, below: float) -> Waiting:
    rows = Prediction.objects.filter(worth__gte=least, worth__lt=below).order_by(F("worth").desc(), "id")
    count = len(rows.values_list("pk")[: ENOUGH + 1])
    return Waiting(reason, min(count, ENOUGH), count > ENOUGH)
