"""Staff see every prediction with a thumbnail; nobody changes there what the model said."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import redis
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from recognition import shadow
from recognition.admin.lists import MOST
from recognition.models import ModelVersion, Prediction, Rereading
from recognition.models.batch import Batch
from tests.conftest import SEVEN, named
from workers import reader, rereading

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/recognition/prediction/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("admin"))
    return client


@pytest.fixture
def picture(queue: redis.Redis, stranger: Client, seven_png: bytes) -> Prediction:
    answer = stranger.post("/api/v1/predictions", {"image": named(seven_png, "seven.png")}).json()
    reader.answer(UUID(answer["id"]))
    return Prediction.objects.get()


def test_the_list_shows_drawings_and_pictures(admin: Client, picture: Prediction) -> None:
    Prediction.objects.create(channel="draw", source="drawing", strokes=SEVEN)
    page = admin.get(LIST).content.decode()
    assert "<polyline" in page
    assert f"{LIST}{picture.pk}/picture" in page
    assert admin.get(f"{LIST}{picture.pk}/picture").headers["Content-Type"] == "image/png"


def test_a_hundred_long_drawings_in_the_list_are_no_heavy_page(admin: Client) -> None:
    """Each of 20,000 points, they were a page of over 20 MB."""
    long = [[[x, x % 97] for x in range(2000)]]
    Prediction.objects.bulk_create(Prediction(channel="draw", source="drawing", strokes=long) for _ in range(100))
    page = admin.get(LIST).content
    assert page.count(b"<polyline") == 100
    assert len(page) < 500_000


def test_the_detail_page_shows_what_the_network_saw(admin: Client, picture: Prediction) -> None:
    page = admin.get(f"{LIST}{picture.pk}/change/").content.decode()
    assert 'src="data:image/png;base64,' in page
    assert "seven.png" in page


def test_the_detail_page_begins_with_the_picture_and_what_was_read(admin: Client, picture: Prediction) -> None:
    page = admin.get(f"{LIST}{picture.pk}/change/").content.decode()
    fields = re.findall(r'class="form-row field-(\w+)"', page)
    assert fields[:4] == ["thumbnail", "text", "confidence", "decision"]
    assert len(fields) == len(set(fields)) > 30


def test_the_first_page_leads_to_the_review_desk(admin: Client) -> None:
    assert f'href="{reverse("admin:recognition_review")}"' in admin.get("/admin/").content.decode()


def test_nothing_can_be_added_or_changed(admin: Client, picture: Prediction) -> None:
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.post(f"{LIST}{picture.pk}/change/", {"text": "8"}).status_code == 403
    picture.refresh_from_db()
    assert picture.text == "7"


def test_deleting_takes_the_picture_along(admin: Client, picture: Prediction, pictures_folder: Path) -> None:
    admin.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert not Prediction.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_deleting_many_takes_their_pictures_along(admin: Client, picture: Prediction, pictures_folder: Path) -> None:
    action = {"action": "delete_selected", "_selected_action": [str(picture.pk)], "post": "yes"}
    admin.post(LIST, action)
    assert not Prediction.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_searching_for_anything_is_an_answer(admin: Client, picture: Prediction) -> None:
    for words in ("7", "seven", "not-a-uuid", "☃"):
        assert admin.get(LIST, {"q": words}).status_code == 200


def test_a_user_who_is_no_staff_sees_nothing(alice: Client, picture: Prediction) -> None:
    for address in (LIST, f"{LIST}{picture.pk}/change/", f"{LIST}{picture.pk}/picture"):
        assert alice.get(address).status_code == 302


def test_reading_again_leaves_the_first_reading(admin: Client, picture: Prediction) -> None:
    action = {"action": "read_again", "_selected_action": [str(picture.pk)]}
    assert "reads 1 again" in admin.post(LIST, action, follow=True).content.decode()
    assert rereading.reread() == 1
    picture.refresh_from_db()
    assert picture.text == picture.rereadings.get().text == "7"
    assert f"{ModelVersion.active()} (again): 7" in admin.get(f"{LIST}{picture.pk}/change/").content.decode()


def test_one_is_read_again_from_its_own_page(admin: Client, picture: Prediction) -> None:
    assert 'value="read_again"' in admin.get(f"{LIST}{picture.pk}/change/").content.decode()


def test_all_that_a_filter_shows_are_read_again(admin: Client, picture: Prediction) -> None:
    shown, other = (drawn(decision=decision) for decision in ("uncertain", "accepted"))
    action = {"action": "read_again", "_selected_action": [str(shown.pk)], "select_across": "1"}
    assert "reads 1 again" in admin.post(f"{LIST}?decision__exact=uncertain", action, follow=True).content.decode()
    assert shown.rereadings.exists()
    assert not other.rereadings.exists()


def test_a_batch_is_read_again_as_a_whole(admin: Client) -> None:
    batch = Batch.objects.create(name="forms", channel="upload", mode="auto")
    rows = [drawn(batch=batch, position=position) for position in range(3)]
    action = {"action": "read_again", "_selected_action": [str(batch.pk)]}
    page = admin.post("/admin/recognition/batch/", action, follow=True).content.decode()
    assert "reads 3 again" in page
    assert Rereading.objects.filter(prediction__in=rows, purpose="again").count() == 3


def test_more_than_one_request_can_ask_for_are_asked_for_in_turns(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shadow, "MOST_AGAIN", 2)
    rows = [drawn() for _ in range(3)]
    action = {"action": "read_again", "_selected_action": [str(row.pk) for row in rows]}
    first, second = (admin.post(LIST, action, follow=True).content.decode() for _ in range(2))
    assert "reads 2 again; what was read first stays as it is. There are more" in first
    assert "reads 1 again; what was read first stays as it is.<" in second


def test_a_list_is_never_counted_to_its_end(admin: Client) -> None:
    for _ in range(3):
        drawn()
    with CaptureQueriesContext(connection) as asked:
        admin.get(LIST)
    counts = [query["sql"] for query in asked.captured_queries if "COUNT(*)" in query["sql"]]
    assert counts
    assert all(f"LIMIT {MOST}" in sql for sql in counts)
    assert not [query for query in asked.captured_queries if "DISTINCT" in query["sql"]]


def test_a_list_is_narrowed_to_one_models_readings(admin: Client) -> None:
    active = ModelVersion.active()
    assert active
    mine = drawn(model_name=active.name, model_version=active.version)
    other = drawn(model_name="another", model_version="1")
    page = admin.get(LIST, {"model": active.pk}).content.decode()
    assert str(mine.pk) in page
    assert str(other.pk) not in page
    assert admin.get(LIST, {"model": "nonsense"}).status_code == 200


def drawn(**fields: Any) -> Prediction:
    done = {"status": "succeeded", "finished_at": timezone.now(), "decision": "accepted"}
    return Prediction.objects.create(channel="draw", source="drawing", strokes=SEVEN, **{**done, **fields})


def test_the_admin_wears_our_icon(admin: Client) -> None:
    for name in ("admin:index", "admin:recognition_review"):
        assert b'<link rel="icon" href="/static/favicon' in admin.get(reverse(name)).content


def test_whose_clock_the_times_are_of_is_said_on_each_page(admin_client: Client) -> None:
    for path in ("/admin/", "/admin/recognition/prediction/", "/admin/recognition/modelversion/"):
        assert "Times are UTC." in admin_client.get(path).content.decode()
