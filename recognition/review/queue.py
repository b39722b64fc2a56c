"""What a reviewer sees next, and what becomes of the answer."""

from collections.abc import Collection
from random import random
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from recognition.models import Prediction
from recognition.models.holds import Hold
from recognition.models.opinions import DISAGREEMENT, RANDOM_SHARE
from recognition.models.reviews import STANDING, Review
from recognition.paging import Rows

RANDOM_EVERY = 5  # of what is shown, every fifth was drawn at random
ATTEMPTS = 5  # when others take the same at the same moment
Sampled = Review.Sampled


def take(reviewer: User, count: int, without: Collection[UUID] = ()) -> list[Prediction]:
    """The next for this reviewer, held for them: the worthiest, and among them some that were drawn at random.
    `without` are those that they have already or have skipped."""
    Hold.forget_old()
    whole, part = divmod(count, RANDOM_EVERY)
    share = whole + (random() * RANDOM_EVERY < part)  # noqa: S311 - nobody gains by guessing it
    drawn = _hold(_waiting(reviewer, without).filter(worth__lt=0), reviewer, share)
    worthy = _hold(_waiting(reviewer, without).filter(worth__gte=0), reviewer, count - len(drawn))
    if missing := count - len(drawn) - len(worthy):
        drawn += _hold(_waiting(reviewer, [*without, *drawn]).filter(worth__lt=0), reviewer, missing)
    rows = Prediction.objects.in_bulk(_mixed(worthy, drawn))
    return [rows[pk] for pk in _mixed(worthy, drawn) if pk in rows]


def _mixed(worthy: list[UUID], drawn: list[UUID]) -> list[UUID]:
    """The worthiest first, and after every four of them one that was drawn."""
    left, mixed = iter(drawn), []
    for number, pk in enumerate(worthy, 1):
        mixed += [pk, *([next(left, pk)] if number % (RANDOM_EVERY - 1) == 0 else [])]
    return list(dict.fromkeys([*mixed, *left]))


def _waiting(reviewer: User, without: Collection[UUID]) -> Rows:
    """In order, what nobody else looks at and the reviewer has not judged. The index answers it from its beginning."""
    said = Review.objects.filter(STANDING, prediction=OuterRef("pk"), reviewer=reviewer, source=Review.Source.STAFF)
    elsewhere = Hold.objects.filter(prediction=OuterRef("pk")).exclude(reviewer=reviewer)
    rows = Prediction.objects.filter(~Exists(said), ~Exists(elsewhere)).exclude(pk__in=without)
    return rows.order_by("-worth", "id")


def _hold(rows: Rows, reviewer: User, count: int) -> list[UUID]:
    """Up to `count` of them, in their order. Whoever inserts first has it; who comes too late looks again."""
    for _ in range(ATTEMPTS):
        found = list(rows.values_list("pk", flat=True)[:count])
        Hold.objects.bulk_create([Hold(prediction_id=pk, reviewer=reviewer) for pk in found], ignore_conflicts=True)
        mine = Hold.objects.filter(prediction__in=found, reviewer=reviewer)
        mine.update(since=timezone.now())
        held = set(mine.values_list("pk", flat=True))
        if held or not found:
            return [pk for pk in found if pk in held]
    return []


def let_go(reviewer: User, ids: Collection[UUID]) -> None:
    """Skipped, or the page was left: others may see it."""
    Hold.objects.filter(reviewer=reviewer, prediction__in=ids).delete()


def answer(row: Prediction, reviewer: User, **said: Any) -> Review:
    """A reviewer's word. A second reviewer is asked because of the first, so the first says how it was sampled."""
    first = row.reviews.filter(STANDING, source=Review.Source.STAFF).order_by("pk").first()
    sampled, probability = (first.sampled, first.probability) if first else how_sampled(row)
    review = row.review(
        **{"sampled": sampled, "probability": probability, **said}, reviewer=reviewer, source=Review.Source.STAFF
    )
    let_go(reviewer, [row.pk])
    return review


def how_sampled(row: Prediction) -> tuple[str, float | None]:
    if row.worth is None:
        return Sampled.PICKED, None
    if row.worth < 0:
        return Sampled.RANDOM, RANDOM_SHARE
    return Sampled.WORTH, 1.0 if row.worth >= DISAGREEMENT else None


def said_at_once(bulk: UUID, by: User) -> QuerySet[Review]:
    """What stands of what this person said by one press of a button."""
    return Review.objects.filter(STANDING, bulk=bulk, reviewer=by)
