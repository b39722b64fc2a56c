"""What a model read beside the one whose answers were given: how far they agree, and who is right where they do not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from recognition.models import ModelVersion, Prediction, Rereading

MOST = 10_000  # of the latest so many
SHOWN = 30  # of what it would have read otherwise


@dataclass(slots=True)
class Beside:
    """`alike` of `read` have the same digits; of the others it would have accepted `corrections`. Where people said
    what is written, `gained` is what only it has right, `lost` what only the one that answered had right.
    """

    read: int = 0
    alike: int = 0
    corrections: int = 0
    gained: int = 0
    lost: int = 0
    examples: list[Rereading] = field(default_factory=list)

    @property
    def otherwise(self) -> int:
        return self.read - self.alike

    @property
    def share(self) -> float:
        return self.alike / max(1, self.read)


def beside(version: ModelVersion) -> Beside:
    """Of the latest MOST that it has read of others' readings."""
    found = Beside()
    latest = rereadings(version).values_list("pk", "number", "prediction__number")[:MOST]
    differing = []
    for pk, number, first in latest:
        found.read += 1
        found.alike += number == first
        if number != first:
            differing.append(pk)
    for row in otherwise(differing):
        found.corrections += row.decision == Prediction.Decision.ACCEPTED
        truth = true_number(row.prediction)
        if truth is not None:
            ours, theirs = (is_right(one, truth) for one in (row, row.prediction))
            found.gained += ours and not theirs
            found.lost += theirs and not ours
        if len(found.examples) < SHOWN:
            found.examples.append(row)
    return found


def rereadings(version: ModelVersion) -> QuerySet[Rereading]:
    """Finished, of what another has read, the latest first."""
    finished = version.rereadings.filter(finished_at__isnull=False, error="", prediction__status="succeeded")
    return finished.order_by(F("pk").desc())


def otherwise(ids: list[int]) -> Iterator[Rereading]:
    """Those, the latest first, with what people said; in portions, for they may be many."""
    for start in range(0, len(ids), 500):
        rows = Rereading.objects.filter(pk__in=ids[start : start + 500]).select_related("prediction")
        yield from rows.prefetch_related("prediction__reviews").order_by(F("pk").desc())


def is_right(reading: Rereading | Prediction, truth: str) -> bool:
    """Where no digit is written, to reject it is right, whatever it looks like."""
    return reading.number == truth if truth else reading.decision == Prediction.Decision.REJECTED


def true_number(row: Prediction) -> str | None:
    """The digits that people say are there; None where nobody did, or where they cannot tell or disagree."""
    word = row.counting_review
    if word is None or word.verdict == word.Verdict.UNCLEAR:
        return None
    return "".join(word.label.split())
