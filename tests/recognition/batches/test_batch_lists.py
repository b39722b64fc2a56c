"""Batches and their items in lists: page by page, as the schema has them, at the cost of a few queries."""

from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from recognition.models import Review
from recognition.models.batch import Batch
from tests.recognition.handed_in import URL, hand_in, items, some
from tests.recognition.lane import work_off
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_pages_of_items_go_on_behind_the_last(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    batch = hand_in(alice, some(5, seven_png))
    work_off(queue)
    first = alice.get(f"{batch['links']['items']}?limit=3").json()
    second = alice.get(f"{batch['links']['items']}?limit=3&after={first['next']}").json()
    assert [item["position"] for item in first["items"] + second["items"]] == [0, 1, 2, 3, 4]
    assert second["next"] is None


def begun(count: int) -> list[Batch]:
    """Batches of alice's that are being read, each with one item more than the one before."""
    alice = User.objects.get(username="alice")
    batches = [Batch.objects.create(name="batch", owner=alice, unpacked_at=timezone.now()) for _ in range(count)]
    for number, batch in enumerate(batches):
        for position in range(number):
            read("alice", batch=batch, position=position, created_at=timezone.now(), finished_at=timezone.now())
    return batches


def test_a_list_of_batches_costs_the_same_queries_however_long_it_is(
    alice: Client, django_assert_num_queries: Any
) -> None:
    batches = begun(5)
    for url, queries in ((URL, 6), ("/batches", 7)):  # session, user, preferences, batches, two counts; preferences
        with django_assert_num_queries(queries):
            alice.get(url)
    said = {one["id"]: one["progress"]["accepted"] for one in alice.get(URL).json()}
    assert said == {str(batch.pk): number for number, batch in enumerate(batches)}


def test_items_cost_the_same_queries_however_many_they_are(alice: Client, django_assert_num_queries: Any) -> None:
    batch = begun(5)[-1]
    for item in batch.items.all():
        item.review(Review.Verdict.ACCEPTED, "7", source=Review.Source.USER)
    with django_assert_num_queries(5):  # session, user, batch, items, reviews
        found = alice.get(f"{URL}/{batch.pk}/items").json()["items"]
    assert [item["review"]["label"] for item in found] == ["7"] * 4


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "limit=-1", "after=x", "status=nonsense"])
def test_a_page_without_sense_is_refused_with_what_to_write(alice: Client, query: str) -> None:
    batch = Batch.objects.create(name="batch", owner=User.objects.get(username="alice"))
    response = alice.get(f"{URL}/{batch.pk}/items?{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert query.partition("=")[0] in response.json()["detail"]


@pytest.mark.parametrize("query", ["limit=1", "limit=99999", f"after={10**30}", "status=failed", "status="])
def test_a_page_with_sense_is_given(alice: Client, query: str) -> None:
    batch = Batch.objects.create(name="batch", owner=User.objects.get(username="alice"))
    assert alice.get(f"{URL}/{batch.pk}/items?{query}").json() == {"items": [], "next": None}


def test_the_answers_have_just_the_fields_of_the_schema(queue: redis.Redis, alice: Client, seven_png: bytes) -> None:
    import yaml

    schemas = yaml.safe_load(alice.get("/api/schema").content)["components"]["schemas"]
    batch = hand_in(alice, some(1, seven_png))
    work_off(queue)
    assert set(batch) == set(schemas["Batch"]["properties"])
    assert set(batch["progress"]) == set(schemas["Progress"]["properties"])
    assert set(batch["links"]) == set(schemas["BatchLinks"]["properties"])
    assert set(items(alice, batch)[0]) == set(schemas["Item"]["properties"])
