"""HEAD is answered wherever GET is, with the same status, and changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recognition.accounts.urls import urlpatterns as accounts
from recognition.models import Batch, Prediction
from recognition.pages.urls import urlpatterns as pages
from tests.recognition.rows import read

pytestmark = pytest.mark.django_db


def addresses(row: Prediction, batch: Batch) -> list[str]:
    given: dict[str, Any] = {
        "prediction_id": row.pk,
        "batch_id": batch.pk,
        "drawing": uuid4(),
        "name": "hand",
        "version": "1",
        "extension": "csv",
        "kind": "csv",
        "what": "all",
        "verb": "pause",
    }
    return [
        reverse(pattern.name, kwargs={name: given[name] for name in pattern.pattern.regex.groupindex})
        for pattern in [*pages, *accounts]
    ]


def test_every_page_answers_head_as_it_answers_get(alice: Client) -> None:
    batch = Batch.objects.create(owner=User.objects.get(username="alice"), name="batch", unpacked_at=timezone.now())
    every = addresses(read("alice"), batch)
    found = {address: (alice.get(address).status_code, alice.head(address).status_code) for address in every}
    assert {address: both for address, both in found.items() if both[0] != both[1]} == {}
    assert sum(both == (200, 200) for both in found.values()) > 10
    assert (Batch.objects.count(), Prediction.objects.count()) == (1, 1)


def test_the_admins_own_pages_answer_head(admin_client: Client) -> None:
    names = ["dashboard", "queue", "review", "modelversion_changelist"]
    assert {admin_client.head(reverse(f"admin:recognition_{name}")).status_code for name in names} == {200}


def test_a_stranger_may_ask_for_the_way_in(stranger: Client) -> None:
    assert {stranger.head(address).status_code for address in ("/login", "/signup")} == {200}
