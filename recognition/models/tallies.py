"""How many predictions came in on each day and what became of them: counted once, when the day is over."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

OVER = timedelta(hours=1)  # after midnight: what was handed in just before it has been read by then
ONE = timedelta(days=1)
LONGEST = timedelta(days=90)  # anybody looks back
AT_ONCE = 3
UNREAD = ("failed", "cancelled")  # outcomes of a day that is over, beside the decisions


class Tally(models.Model):
    """So many of one day (UTC), by the model that read them and the outcome: the decision, else the status. A day on
    which nothing came has one row that counts 0.

    What is deleted later stays counted: a number is nobody's.
    """

    day = models.DateField()
    model_name = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["day", "model_name", "model_version", "outcome"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "model_name", "model_version", "outcome"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count} {self.outcome}"

    @property
    def is_open(self) -> bool:
        """Its day cannot be closed: something of it is still to be read."""
        return self.outcome == "queued"


def settle_some() -> None:
    """A few days that are over, so that whoever looks at them later need not wait for the counting."""
    settle(missing(timezone.now().date() - LONGEST)[:AT_ONCE])


def tallied(first: date) -> list[Tally]:
    """From the day `first` on, today's as they are now. Days that are over are kept when they are first asked for."""
    settle(missing(first))
    kept = list(Tally.objects.filter(day__gte=first))
    known = {tally.day for tally in kept}
    today = timezone.now().date()
    open_days = [day for day in days(first, today) if day not in known]
    still_open = [tally for day in open_days for tally in counted(day, day)]
    return [tally for tally in [*kept, *still_open] if tally.count]


def totals() -> Counter[str]:
    """How many have come so far, by status: on days that are over as they were counted then, and deleted ones too."""
    rows = apps.get_model("recognition", "Prediction").objects.order_by()
    first = (rows.aggregate(oldest=Min("created_at"))["oldest"] or timezone.now()).date()
    settle(missing(first))
    found = Counter[str]()
    for outcome, count in Tally.objects.filter(count__gt=0).order_by().values_list("outcome").annotate(Sum("count")):
        found[outcome if outcome in UNREAD else "succeeded"] += count
    for day in unsettled(first, timezone.now().date()):
        of_day = rows.filter(created_at__gte=midnight(day), created_at__lt=midnight(day + ONE))
        found.update(dict(of_day.values_list("status").annotate(Count("pk"))))
    return found


def missing(first: date) -> list[date]:
    """The days from `first` that are over and not counted yet, oldest first."""
    return unsettled(first, (timezone.now() - OVER).date() - ONE)


def unsettled(first: date, last: date) -> list[date]:
    known = set(Tally.objects.filter(day__gte=first).order_by().values_list("day", flat=True).distinct())
    return [day for day in days(first, last) if day not in known]


def settle(over: Iterable[date]) -> None:
    """Count these days for good, but for those of which something is still to be read."""
    wanted = set(over)
    if not wanted:
        return
    found = [tally for tally in counted(min(wanted), max(wanted)) if tally.day in wanted]
    unfinished = {tally.day for tally in found if tally.is_open}
    empty = wanted - {tally.day for tally in found}
    closed = [tally for tally in found if tally.day not in unfinished]
    Tally.objects.bulk_create([*closed, *(Tally(day=day, count=0) for day in empty)], ignore_conflicts=True)


def counted(first: date, last: date) -> list[Tally]:
    """Of these days, from the rows themselves: not saved."""
    rows = apps.get_model("recognition", "Prediction").objects.filter(
        created_at__gte=midnight(first), created_at__lt=midnight(last + ONE)
    )
    groups = rows.order_by().values("model_name", "model_version", "status", "decision", day=TruncDate("created_at"))
    sums: dict[tuple[date, str, str, str], int] = {}
    for group in groups.annotate(count=Count("pk")):
        key = (group["day"], group["model_name"], group["model_version"], group["decision"] or group["status"])
        sums[key] = sums.get(key, 0) + group["count"]
    return [
        Tally(day=day, model_name=name, model_version=version, outcome=outcome, count=count)
        for (day, name, version, outcome), count in sorted(sums.items())
    ]


def forget(first: date) -> None:
    """Count the days from `first` on once more: their rows are others now."""
    Tally.objects.filter(day__gte=first).delete()


def days(first: date, last: date) -> list[date]:
    return [first + ONE * number for number in range((last - first).days + 1)]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
