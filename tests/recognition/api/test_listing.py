"""`GET /api/v1/predictions`: mine, newest first, with the history's filters, page by page."""

import pytest
import yaml
from django.test import Client

from recognition.filters import WANTED
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db, pytest.mark.services]
URL = "/api/v1/predictions"


def test_following_next_shows_every_reading_once(alice: Client) -> None:
    for minute in range(5):
        read("alice", str(minute), minute)
    found, address = [], f"{URL}?limit=2"
    while address:
        document = alice.get(address).json()
        found.append([reading["text"] for reading in document["results"]])
        read("alice", "9", 100 + len(found))  # what arrives meanwhile moves nothing
        address = document["next"]
    assert found == [["4", "3"], ["2", "1"], ["0"]]


def test_next_keeps_the_filter(alice: Client) -> None:
    for minute in range(4):
        read("alice", str(minute), minute, decision="uncertain" if minute % 2 else "accepted")
    first = alice.get(f"{URL}?decision=uncertain&limit=1").json()
    second = alice.get(first["next"]).json()
    assert [reading["text"] for reading in first["results"] + second["results"]] == ["3", "1"]
    assert second["next"] is None


@pytest.mark.parametrize("query", ["decision=perhaps", "limit=0", "limit=201", "before=x", "text=abc"])
def test_a_filter_without_sense_is_a_problem_document(alice: Client, query: str) -> None:
    response = alice.get(f"{URL}?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert query.partition("=")[0] in response.json()["detail"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "UTC"])
def test_the_first_and_the_last_day_there_is_are_days_in_any_zone(alice: Client, day: str, zone: str) -> None:
    read("alice")
    found = {name: len(alice.get(URL, {name: day, "timezone": zone}).json()["results"]) for name in ("since", "until")}
    assert found == ({"since": 1, "until": 0} if day < "2" else {"since": 0, "until": 1})


def test_nobody_sees_anybody_elses(alice: Client, bob: Client, stranger: Client) -> None:
    read("alice")
    assert bob.get(URL).json() == stranger.get(URL).json() == {"results": [], "next": None}


def test_the_schema_describes_every_filter(client: Client) -> None:
    paths = yaml.safe_load(client.get("/api/schema").content)["paths"]
    described = {parameter["name"]: parameter for parameter in paths[URL]["get"]["parameters"]}
    assert set(described) == {*WANTED, "timezone", "before", "after", "limit"}
    assert all(parameter["description"] for parameter in described.values())
    assert set(described["decision"]["schema"]["enum"]) == {"accepted", "uncertain", "rejected", "none"}
    one = paths["/api/v1/predictions/{prediction_id}"]
    assert set(one["delete"]["responses"]) == {"204", "400", "403", "404", "406", "503"}
    assert "201" in paths["/api/v1/predictions/{prediction_id}/reviews"]["post"]["responses"]
