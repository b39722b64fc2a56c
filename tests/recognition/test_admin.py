"""Staff see every prediction with a thumbnail; nobody changes there what the model said."""

import io
from pathlib import Path
from uuid import UUID

import pytest
import redis
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import ModelVersion, Prediction
from tests.conftest import SEVEN
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
    file = io.BytesIO(seven_png)
    file.name = "seven.png"
    answer = stranger.post("/api/v1/predictions", {"image": file}).json()
    reader.answer(UUID(answer["id"]))
    return Prediction.objects.get()


def test_the_list_shows_drawings_and_pictures(admin: Client, picture: Prediction) -> None:
    Prediction.objects.create(channel="draw", source="drawing", strokes=SEVEN)
    page = admin.get(LIST).content.decode()
    assert "<polyline" in page
    assert f"{LIST}{picture.pk}/picture" in page
    assert admin.get(f"{LIST}{picture.pk}/picture").headers["Content-Type"] == "image/png"


def test_the_detail_page_shows_what_the_network_saw(admin: Client, picture: Prediction) -> None:
    page = admin.get(f"{LIST}{picture.pk}/change/").content.decode()
    assert 'src="data:image/png;base64,' in page
    assert "seven.png" in page


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
