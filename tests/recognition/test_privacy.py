"""Nobody reads another owner's prediction or picture: it is as if it were not there."""

import json
import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import redis
from django.test import Client

from recognition.models import Prediction
from tests.conftest import named
from workers import reader

pytestmark = pytest.mark.django_db(transaction=True)


def hand_in(client: Client, png: bytes) -> dict[str, Any]:
    document = client.post("/api/v1/predictions", {"image": named(png, "seven.png")}).json()
    reader.answer(UUID(document["id"]))
    return dict(document)


def addresses(prediction_id: str) -> list[str]:
    api, pages = f"/api/v1/predictions/{prediction_id}", f"/predictions/{prediction_id}"
    return [api, f"{api}/picture", f"{api}/glyphs", pages, f"{pages}/reading", f"{pages}/picture", f"{pages}/glyphs"]


def test_the_owner_reads_everything(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    document = hand_in(alice, seven_png)
    assert {alice.get(address).status_code for address in addresses(document["id"])} == {200}


def test_an_anonymous_browser_is_an_owner_too(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    document = hand_in(stranger, seven_png)
    assert {stranger.get(address).status_code for address in addresses(document["id"])} == {200}


def test_nobody_else_sees_that_it_exists(queue: redis.Redis, alice: Client, bob: Client, seven_png: bytes) -> None:
    document = hand_in(alice, seven_png)
    for other in (bob, Client()):
        assert {other.get(address).status_code for address in addresses(document["id"])} == {404}


def test_a_client_without_cookies_reads_back_by_the_key_it_was_given(queue: redis.Redis, seven_png: bytes) -> None:
    document = hand_in(Client(), seven_png)
    assert Client().get(document["links"]["self"]).json()["number"] == "7"
    assert Client().get(urlsplit(document["links"]["self"]).path).status_code == 404


def test_a_page_opened_by_its_key_shows_its_pictures(queue: redis.Redis, seven_png: bytes) -> None:
    page = Client().get(hand_in(Client(), seven_png)["links"]["page"]).content.decode()
    addresses = re.findall(r'"(/predictions/[^"]+)"', page)
    assert len(addresses) >= 3
    assert {Client().get(address.replace("&amp;", "&")).status_code for address in addresses} == {200}


def test_a_key_opens_one_prediction_only(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    mine, other = hand_in(Client(), seven_png), hand_in(alice, seven_png)
    key = urlsplit(mine["links"]["self"]).query
    assert Client().get(f"/api/v1/predictions/{other['id']}?{key}").status_code == 404


def test_a_forged_cookie_is_nobody(queue: redis.Redis, stranger: Client, seven_png: bytes) -> None:
    document = hand_in(stranger, seven_png)
    visitor = Prediction.objects.get(pk=document["id"]).visitor
    forger = Client()
    forger.cookies["visitor"] = f"{visitor}:forged"
    assert forger.get(addresses(document["id"])[0]).status_code == 404


def test_pictures_are_private_and_cannot_run(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    response = alice.get(addresses(hand_in(alice, seven_png)["id"])[1])
    assert response.headers["Cache-Control"].startswith("private")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_drawing_handed_in_by_the_page_belongs_to_the_browser(queue: redis.Redis, stranger: Client) -> None:
    body = json.dumps({"strokes": [[[0, 0], [5, 9]]]})
    assert stranger.post("/draw", body, content_type="application/json").status_code == 202
    assert Prediction.objects.get().visitor is not None


def test_no_cache_between_keeps_what_is_somebodys(alice: Client, row: Prediction) -> None:
    """A page names who is logged in, and carries their token; what says nothing of itself may be kept by a proxy."""
    mine = [f"{base}/{row.pk}" for base in ("/predictions", "/api/v1/predictions")]
    for address in ("/", "/upload", "/batches", "/history", "/settings", "/api/v1/predictions", "/nowhere", *mine):
        assert "private" in alice.get(address).headers["Cache-Control"]
