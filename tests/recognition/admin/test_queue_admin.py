"""The operator sees what waits, who works and what failed, and may retry and purge; nobody else may."""

import pytest
import redis
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from recognition.models import Prediction
from recognition.models.batch import Batch
from tests.conftest import SEVEN
from workers import presence
from workers.celery import Lane
from workers.lanes import waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
PAGE = "/admin/recognition/prediction/queue"


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("operator"))
    return client


@pytest.fixture
def onlooker(db: None) -> Client:
    user = User.objects.create_user("onlooker", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_prediction"))
    client = Client()
    client.force_login(user)
    return client


def row(**fields: object) -> Prediction:
    return Prediction.objects.create(channel="api", source="drawing", strokes=SEVEN, **fields)


def gave_up() -> Prediction:
    failed = row(attempts=3)
    failed.give_up()
    return failed


def test_it_shows_lanes_processes_throughput_and_failures(queue: redis.Redis, operator: Client) -> None:
    row()
    gave_up()
    presence.say(since=timezone.now().timestamp())
    page = operator.get(PAGE).content.decode()
    for shown in ("interactive", "batch", "maintenance", "gave_up", "In the last", "minute"):
        assert shown in page
    assert presence.present()[0].model in page


def test_retry_queues_again_what_failed_for_that_reason(queue: redis.Redis, operator: Client) -> None:
    poison, other = gave_up(), row()
    other.fail("blank", "There is nothing on it.")
    operator.post(f"{PAGE}/gave_up/retry")
    poison.refresh_from_db()
    other.refresh_from_db()
    assert (poison.status, poison.attempts, poison.error, poison.finished_at) == ("queued", 0, "", None)
    assert other.status == "failed"
    assert waiting(Lane.INTERACTIVE) == 1


def test_what_was_no_picture_is_not_offered_to_be_retried(operator: Client) -> None:
    batch = Batch.objects.create(name="forms", channel="api", mode="digit", unpacked_at=timezone.now())
    Prediction.objects.create(channel="api", source="notes.txt", batch=batch, position=0).fail("not_an_image", "No.")
    gave_up()
    page = operator.get(PAGE).content.decode()
    assert "not_an_image" in page
    assert f"{PAGE}/not_an_image/retry" not in page
    assert f"{PAGE}/gave_up/retry" in page


def test_purge_cancels_what_waits_in_that_lane(queue: redis.Redis, operator: Client) -> None:
    alone = row()
    batch = Batch.objects.create(name="forms", channel="api", mode="digit", unpacked_at=timezone.now())
    item = row(batch=batch, position=0)
    operator.post(f"{PAGE}/interactive/purge", {"sure": "yes"})
    for one in (alone, item):
        one.refresh_from_db()
    assert (alone.status, item.status) == ("cancelled", "queued")
    operator.post(f"{PAGE}/batch/purge", {"sure": "yes"})
    item.refresh_from_db()
    assert item.status == "cancelled"


def test_purge_wants_to_be_sure(queue: redis.Redis, operator: Client) -> None:
    alone = row()
    assert "tick the box" in operator.post(f"{PAGE}/interactive/purge", follow=True).content.decode()
    alone.refresh_from_db()
    assert alone.status == "queued"


def test_an_onlooker_sees_it_and_changes_nothing(queue: redis.Redis, onlooker: Client) -> None:
    failed = gave_up()
    page = onlooker.get(PAGE)
    assert page.status_code == 200
    assert "Retry" not in page.content.decode()
    assert onlooker.post(f"{PAGE}/gave_up/retry").status_code == 403
    assert onlooker.post(f"{PAGE}/interactive/purge", {"sure": "yes"}).status_code == 403
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_strangers_see_a_log_in(stranger: Client, alice: Client) -> None:
    for client in (stranger, alice):
        assert client.get(PAGE).status_code == 302
        assert client.post(f"{PAGE}/interactive/purge", {"sure": "yes"}).status_code == 302


def test_what_is_not_a_lane_is_not_purged(operator: Client) -> None:
    assert operator.post(f"{PAGE}/nowhere/purge", {"sure": "yes"}).status_code == 404


def test_the_same_is_measured(queue: redis.Redis, client: Client) -> None:
    row()
    gave_up()
    presence.say(since=0)
    said = client.get("/metrics").content.decode()
    assert 'digits_lane_rows{lane="interactive"} 1.0' in said
    assert 'digits_failures{reason="gave_up"} 1.0' in said
    assert 'digits_lane_oldest_seconds{lane="interactive"}' in said
    assert f'digits_reading_processes{{lane="worker",model="{presence.present()[0].model}"}} 1.0' in said


def test_a_process_that_fell_silent_is_forgotten(queue: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    presence.say(since=0)
    assert presence.present()
    monkeypatch.setattr(presence, "SILENT_SECONDS", -1.0)
    assert not presence.present()
    assert not queue.hlen(presence.KEY)
