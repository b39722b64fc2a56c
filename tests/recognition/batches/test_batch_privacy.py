"""Nobody sees or steers a batch of somebody else's; a key stands for a client without cookies."""

from urllib.parse import urlsplit

import pytest
import redis
from django.test import Client

from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import key_for
from tests.recognition.handed_in import URL, hand_in, some
from tests.recognition.lane import work_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
VERBS = ("pause", "resume", "cancel", "retry")
KINDS = ("csv", "json", "jsonl", "zip")


def addresses(batch_id: str, item_id: str) -> list[tuple[str, str]]:
    api, page = f"{URL}/{batch_id}", f"/batches/{batch_id}"
    reads = [api, f"{api}/items", page, f"{page}/delete", f"/predictions/{item_id}/picture"]
    reads += [f"{base}/export.{kind}" for base in (api, page) for kind in KINDS]
    changes = [f"{base}/{verb}" for base in (api, page) for verb in VERBS]
    return [("get", address) for address in reads] + [("post", address) for address in changes]


def test_nobody_else_sees_or_steers_it(
    queue: redis.Redis, alice: Client, bob: Client, stranger: Client, seven_png: bytes
) -> None:
    batch = hand_in(alice, some(1, seven_png))
    work_off(queue)
    every = addresses(batch["id"], str(Prediction.objects.get().pk))
    for other in (bob, stranger):
        assert {getattr(other, method)(address).status_code for method, address in every} == {404}
        assert other.delete(f"{URL}/{batch['id']}").status_code == 404
        assert other.post(f"/batches/{batch['id']}/delete").status_code == 404
        assert other.get(URL).json() == []
    assert {getattr(alice, method)(address).status_code for method, address in every} <= {200, 302}
    assert [one["id"] for one in alice.get(URL).json()] == [batch["id"]]


def test_a_client_without_cookies_follows_it_by_its_key(queue: redis.Redis, seven_png: bytes) -> None:
    batch = hand_in(Client(), some(2, seven_png))
    work_off(queue)
    document = Client().get(batch["links"]["self"]).json()
    assert (document["state"], document["progress"]["accepted"]) == ("finished", 2)
    assert {Client().get(address).status_code for address in document["links"].values()} == {200}
    assert Client().get(urlsplit(batch["links"]["self"]).path).status_code == 404


def test_a_key_deletes_what_no_account_has(queue: redis.Redis, seven_png: bytes) -> None:
    batch = hand_in(Client(), some(1, seven_png))
    assert Client().delete(batch["links"]["self"]).status_code == 204
    assert not Batch.objects.exists()


def test_a_key_deletes_no_accounts_batch(queue: redis.Redis, alice: Client, bob: Client, seven_png: bytes) -> None:
    hand_in(alice, some(1, seven_png))
    batch = Batch.objects.get()
    api, page = (f"{base}/{batch.pk}{{}}?key={key_for(batch.pk)}" for base in (URL, "/batches"))
    for other in (bob, Client()):
        said = [other.delete(api.format("")), other.get(page.format("/delete")), other.post(page.format("/delete"))]
        assert [answer.status_code for answer in said] == [404] * 3
        assert "Delete this batch" not in other.get(page.format("")).content.decode()
    assert "Delete this batch" in alice.get(page.format("")).content.decode()
    assert alice.delete(api.format("")).status_code == 204
