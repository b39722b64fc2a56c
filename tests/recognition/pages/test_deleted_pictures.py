"""What was read in a picture that is deleted still shows, and its address says that it is gone."""

import pytest
from django.test import Client

from recognition.models import ModelVersion, Prediction, Rereading
from workers import rereading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def test_the_pages_say_that_the_picture_is_deleted(row: Prediction, alice: Client) -> None:
    row.forget()
    page = alice.get(f"/predictions/{row.pk}").content.decode()
    assert "Deleted on" in page
    assert "<image" not in page
    for name in ("picture", "glyphs"):
        response = alice.get(f"/predictions/{row.pk}/{name}")
        assert (response.status_code, "was deleted on" in response.content.decode()) == (410, True)


def test_the_api_says_so_too(row: Prediction, alice: Client) -> None:
    row.forget()
    document = alice.get(f"/api/v1/predictions/{row.pk}").json()
    assert document["picture_deleted_at"]
    assert (document["number"], document["links"]["picture"], document["links"]["glyphs"]) == ("7", None, None)
    problem = alice.get(f"/api/v1/predictions/{row.pk}/picture")
    assert (problem.status_code, problem.json()["code"]) == (410, "picture_deleted")


def test_another_model_cannot_read_it_any_more_and_says_so(row: Prediction) -> None:
    version = ModelVersion.objects.filter(state="active").first() or ModelVersion.register_shipped()
    row.forget()
    again = Rereading.objects.create(prediction=row, version=version, purpose="asked")
    rereading.reread()
    again.refresh_from_db()
    assert "no longer" in again.error


def test_to_a_stranger_it_was_never_there(row: Prediction, stranger: Client) -> None:
    row.forget()
    assert stranger.get(f"/predictions/{row.pk}/picture").status_code == 404
