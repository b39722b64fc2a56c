"""The history shows what this person handed in, newest first, narrowed by every filter, and nobody else's."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from recognition.filters import WANTED, HistoryFilter
from recognition.models import Batch
from recognition.owners import Owner
from recognition.selectors import predictions_of
from tests.recognition.rows import NOON, read

QUEUED: dict[str, Any] = {"status": "queued", "finished_at": None}

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def shown(client: Client, query: str = "") -> list[str]:
    """The numbers in the list, from the top."""
    response = client.get(f"/history?{query}")
    assert response.status_code == 200
    return re.findall(r'<b class="number"[^>]*>([^<]*)</b>', response.content.decode())


@pytest.fixture
def several(alice: Client) -> Client:
    read("alice", "7", 1, confidence=0.42, decision="uncertain")
    read("alice", "555 0199", 2, channel="upload", source="Scan-17.png", strokes=None)
    read("alice", "", 24 * 60, decision="rejected", reason="blank", confidence=0.0)
    read("alice", "3", 48 * 60, channel="api").review("corrected", "8", source="user")
    read("alice", "4", 72 * 60).review("accepted", "4", source="user")
    return alice


def test_everything_newest_first(several: Client) -> None:
    assert shown(several) == ["4", "3", "–", "555 0199", "7"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("text=7", ["7"]),
        ("text=50", ["555 0199"]),
        ("text=5 50", ["555 0199"]),
        ("decision=uncertain", ["7"]),
        ("decision=rejected", ["–"]),
        ("channel=api", ["3"]),
        ("source=scan-17", ["555 0199"]),
        ("since=2026-11-22", ["4", "3"]),
        ("until=2026-11-20", ["555 0199", "7"]),
        ("since=2026-11-21&until=2026-11-21", ["–"]),
        ("reviewed=yes", ["4", "3"]),
        ("reviewed=corrected", ["3"]),
        ("reviewed=no", ["–", "555 0199", "7"]),
        ("min_confidence=0.5", ["4", "3", "555 0199"]),
        ("max_confidence=0.42", ["–", "7"]),
        ("min_confidence=0.1&max_confidence=0.5", ["7"]),
        ("channel=draw&decision=accepted&reviewed=yes", ["4"]),
        ("text=999", []),
    ],
)
def test_each_filter_narrows(several: Client, query: str, numbers: list[str]) -> None:
    assert shown(several, query) == numbers


def test_what_failed_is_found_as_not_read(alice: Client) -> None:
    read("alice", "", decision="", status="failed", error_code="damaged", error="It is damaged.", confidence=None)
    read("alice", "7")
    assert shown(alice, "decision=none") == ["–"]


def test_a_day_is_the_readers_own(alice: Client) -> None:
    read("alice", "1", minutes=11 * 60 + 30)  # 23:30 in UTC, half past midnight in Berlin
    assert shown(alice, "since=2026-11-21") == []
    assert shown(alice, "since=2026-11-21&timezone=Europe/Berlin") == ["1"]
    assert shown(alice, "since=2026-11-20&timezone=Nowhere/../etc") == ["1"]


@pytest.mark.parametrize("query", ["text=x", "decision=perhaps", "since=yesterday", "max_confidence=2", "before=7"])
def test_a_filter_without_sense_is_told(several: Client, query: str) -> None:
    response = several.get(f"/history?{query}")
    assert response.status_code == 400
    assert "This filter cannot be used" in response.content.decode()
    refused = several.get(f"/history/export.csv?{query}")
    assert refused.status_code == 400
    assert "We cannot make sense of that" in refused.content.decode()  # a page of the site's, as 404 and 500 have
    assert several.post(f"/history/delete/all?{query}").status_code == 400


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("Waiting", QUEUED),
        ("Still reading", QUEUED | {"started_at": NOON}),
        ("Cancelled", {"status": "cancelled"}),
    ],
)
def test_what_has_no_reading_is_called_the_same_by_its_box_and_in_its_row(
    alice: Client, words: str, fields: dict[str, Any]
) -> None:
    read("alice", "", decision="", confidence=None, **fields)
    page = alice.get("/history").content.decode()
    assert f"Choose {words}, " in page
    assert f'<span class="sure">{words}</span>' in page


def test_what_waits_in_a_batch_that_is_paused_is_not_said_to_be_read(alice: Client) -> None:
    batch = Batch.objects.create(name="batch", paused_at=NOON)
    read("alice", "", decision="", confidence=None, batch=batch, position=0, **QUEUED)
    assert '<span class="sure">Paused</span>' in alice.get("/history").content.decode()


def test_pages_of_one_file_are_told_apart(alice: Client) -> None:
    for number in (1, 2):
        read("alice", str(number), number, channel="upload", source="scan.pdf", page=number)
    page = alice.get("/history").content.decode()
    assert re.findall(r'<span class="file">([^<]*)', page) == ["scan.pdf, page 2", "scan.pdf, page 1"]


@pytest.mark.parametrize("asked", ["2024-13-45T00:00:00", "0001-01-01T00:00:00+23:59", "yesterday"])
def test_a_moment_without_sense_deletes_nothing(several: Client, asked: str) -> None:
    assert several.post("/history/delete/all", {"asked": asked}).status_code == 400
    assert len(shown(several)) == 5
    assert len(shown(several)) == 5


def test_nobody_sees_anybody_elses(several: Client, bob: Client, stranger: Client) -> None:
    read("bob", "1")
    assert shown(bob) == ["1"]
    assert shown(stranger) == []
    assert shown(stranger, "text=7") == []


def test_a_script_gets_the_list_alone(several: Client) -> None:
    fragment = several.get("/history?text=7", headers={"X-Fragment": "1"})
    assert "X-Fragment" in fragment.headers["Vary"]
    assert "<html" not in fragment.content.decode()
    assert "data-row" in fragment.content.decode()


def test_links_keep_the_filter(several: Client) -> None:
    page = several.get("/history?decision=accepted&text=").content.decode()
    assert "/history/export.csv?decision=accepted" in page
    assert "/history/delete/all?decision=accepted" in page


def test_a_share_that_is_not_on_the_menu_is_shown_as_chosen(several: Client) -> None:
    page = several.get("/history?min_confidence=0.42").content.decode()
    assert re.search(r'<option value="0.42" selected>', page)


def test_what_a_person_said_is_beside_the_reading(several: Client) -> None:
    page = several.get("/history").content.decode()
    assert "It is 8" in page
    assert ">Right<" in page


def test_a_list_costs_the_same_queries_however_long_it_is(several: Client, django_assert_num_queries: object) -> None:
    for minute in range(20):
        read("alice", "5", minute).review("accepted", "5", source="user")
    with django_assert_num_queries(6):  # type: ignore[operator]  # session, user, places, rows, reviews, preferences
        several.get("/history")


SENSE = {
    "decision": "accepted",
    "channel": "draw",
    "source": "scan",
    "since": "2026-11-20",
    "until": "2026-11-21",
    "reviewed": "yes",
    "min_confidence": "0.5",
    "max_confidence": "0.9",
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table this small as a whole")
@pytest.mark.parametrize("name", sorted({*WANTED} - {"text"}))  # for a generated column SQLite 3.40 goes to the row
def test_the_index_alone_answers_every_filter(alice: Client, name: str) -> None:
    rows = HistoryFilter({name: SENSE[name]}).narrow(predictions_of(Owner(user_id=1)))
    assert "COVERING INDEX history_of_owner" in rows.values_list("created_at", "id").explain()
