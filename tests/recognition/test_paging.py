"""Pages by key show every row once, whatever arrives and goes while somebody turns them."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client

from recognition.models import Prediction
from recognition.paging import Cursor, Page, page, walk
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def seven(alice: Client) -> list[UUID]:
    """Newest first; two pairs share their moment."""
    for minute in (0, 1, 2, 2, 3, 3, 4):
        read("alice", minutes=minute)
    return list(Prediction.objects.values_list("pk", flat=True))


def ids(found: Page) -> list[UUID]:
    return [row.pk for row in found.rows]


def test_turning_pages_shows_every_row_once(seven: list[UUID]) -> None:
    first = page(Prediction.objects.all(), 3)
    second = page(Prediction.objects.all(), 3, before=first.older)
    third = page(Prediction.objects.all(), 3, before=second.older)
    assert ids(first) + ids(second) + ids(third) == seven
    assert (first.newer, third.older) == (None, None)


def test_rows_that_arrive_between_two_pages_move_nothing(seven: list[UUID]) -> None:
    first = page(Prediction.objects.all(), 3)
    read("alice", minutes=9)
    assert ids(page(Prediction.objects.all(), 3, before=first.older)) == seven[3:6]


def test_rows_that_go_between_two_pages_move_nothing(seven: list[UUID]) -> None:
    first = page(Prediction.objects.all(), 3)
    first.rows[0].erase()
    first.rows[2].erase()  # the cursor's own row
    assert ids(page(Prediction.objects.all(), 3, before=first.older)) == seven[3:6]


def test_the_way_back_is_the_same(seven: list[UUID]) -> None:
    first = page(Prediction.objects.all(), 3)
    second = page(Prediction.objects.all(), 3, before=first.older)
    back = page(Prediction.objects.all(), 3, after=second.newer)
    assert ids(back) == seven[:3]
    assert back.newer is None
    assert ids(page(Prediction.objects.all(), 3, before=back.older)) == seven[3:6]


def test_there_is_no_older_page_after_exactly_one(seven: list[UUID]) -> None:
    assert page(Prediction.objects.all(), 7).older is None


def test_an_empty_table_is_an_empty_page(alice: Client) -> None:
    assert page(Prediction.objects.all(), 3) == Page([], None, None)


def test_a_walk_meets_every_row_once_and_none_that_arrives(seven: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.paging.AT_ONCE", 2)
    met = []
    for row in walk(Prediction.objects.all()):
        met.append(row.pk)
        read("alice", minutes=10 + len(met))
    assert met == seven


def test_a_cursor_survives_its_text() -> None:
    cursor = Cursor(datetime(2026, 11, 22, 18, 40, 15, 123457, tzinfo=UTC), uuid4())
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "1", "x-y", "1-2", f"99999999999999999999-{UUID(int=1).hex}"])
def test_what_no_cursor_made_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no place in a list"):
        Cursor.parse(text)
