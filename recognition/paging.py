"""Pages by key, not by number: a place in the list is a row's (created_at, id), so that what arrives moves nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from recognition.models import Batch, Prediction

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
AT_ONCE = 500
Rows = QuerySet[Prediction]
Listed = TypeVar("Listed", Prediction, Batch)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows. As text it is what an address carries: microseconds and the id."""

    created_at: datetime
    id: UUID

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises ValueError for a text that no cursor made."""
        microseconds, _, identity = text.partition("-")
        try:
            return cls(EPOCH + int(microseconds) * MICROSECOND, UUID(identity))
        except (ValueError, OverflowError):
            raise ValueError(f"{text!r} is no place in a list.") from None

    def __str__(self) -> str:
        return f"{(self.created_at - EPOCH) // MICROSECOND}-{self.id.hex}"

    def older(self, rows: QuerySet[Listed]) -> QuerySet[Listed]:
        """Two conditions rather than one row comparison: both databases go into the index at the date."""
        return rows.filter(created_at__lte=self.created_at).exclude(created_at=self.created_at, id__gte=self.id)

    def newer(self, rows: QuerySet[Listed]) -> QuerySet[Listed]:
        return rows.filter(created_at__gte=self.created_at).exclude(created_at=self.created_at, id__lte=self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `older` and `newer` are the cursors of the pages beside it, None where there is none."""

    rows: list[Prediction]
    older: Cursor | None
    newer: Cursor | None


def page(rows: Rows, size: int, before: Cursor | None = None, after: Cursor | None = None) -> Page:
    """The `size` newest of `rows`; with `before` the next older ones, with `after` the next newer ones."""
    if after and not before:
        places = _places(after.newer(rows).order_by("created_at", "id"), size + 1)
        more, places = len(places) > size, places[:size][::-1]
        return Page(_fetch(rows, places), older=places[-1] if places else None, newer=places[0] if more else None)
    places = _places(before.older(rows) if before else rows, size + 1)
    more, places = len(places) > size, places[:size]
    return Page(
        _fetch(rows, places), older=places[-1] if more else None, newer=places[0] if before and places else None
    )


def walk(rows: Rows) -> Iterator[Prediction]:
    """Every row, newest first, a few hundred at a time: no cursor and no transaction is held while a client is slow."""
    before: Cursor | None = None
    while places := _places(before.older(rows) if before else rows, AT_ONCE):
        yield from _fetch(rows, places)
        before = places[-1]


def _places(rows: Rows, size: int) -> list[Cursor]:
    """Only what the index holds is asked for, so the rows that a filter leaves out are never touched."""
    ordered = rows if rows.query.order_by else rows.order_by("-created_at", "-id")
    return [Cursor(*place) for place in ordered.prefetch_related(None).values_list("created_at", "id")[:size]]


def _fetch(rows: Rows, places: Sequence[Cursor]) -> list[Prediction]:
    return list(rows.filter(pk__in=[place.id for place in places]).order_by("-created_at", "-id"))
