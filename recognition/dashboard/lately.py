"""How sure the active model was lately, beside the digits that it was calibrated on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from recognition.dashboard.drift import Histogram, by_chance, of_card, psi, verdict
from recognition.models import ModelVersion, Prediction

LATELY = timedelta(days=7)
MOST = 10_000  # rows are looked at, the latest
FEWEST = 30  # of a day: fewer say nothing


@dataclass(frozen=True, slots=True)
class Drift:
    """`days` has the index of each day that has enough readings."""

    expected: Histogram
    found: Histogram
    index: float
    chance: float
    verdict: str
    days: list[tuple[date, int, float]]

    @property
    def bins(self) -> list[tuple[str, float, float]]:
        """(name, share expected, share found)."""
        return list(zip(self.expected.names, self.expected.shares, self.found.shares, strict=True))


def drift(version: ModelVersion) -> Drift | None:
    """Of single digits that were not rejected, as the card's are. None without a histogram there, or readings."""
    expected = of_card(version.card)
    sure = confidences(version)
    if expected is None or not sure:
        return None
    found = expected.like(confidence for some in sure.values() for confidence in some)
    by_day = [(day, expected.like(some)) for day, some in sorted(sure.items()) if len(some) >= FEWEST]
    index, chance = psi(expected, found), by_chance(expected, found)
    days = [(day, int(one.size), psi(expected, one)) for day, one in by_day]
    return Drift(expected, found, index, chance, verdict(index, chance), days)


def confidences(version: ModelVersion) -> dict[date, list[float]]:
    """By day; of the latest MOST rows of any kind, so that a site without single digits is not searched for them."""
    rows = Prediction.objects.filter(created_at__gte=timezone.now() - LATELY).order_by("-created_at", "-id")
    found: dict[date, list[float]] = defaultdict(list)
    for at, number, confidence, decision, name, read_by in rows.values_list(
        "created_at", "number_start", "confidence", "decision", "model_name", "model_version"
    )[:MOST]:
        mine = (name, read_by) == (version.name, version.version)
        if mine and len(number) == 1 and confidence is not None and decision != Prediction.Decision.REJECTED:
            found[at.date()].append(confidence)
    return found
