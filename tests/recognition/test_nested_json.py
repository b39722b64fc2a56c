"""JSON that is nested so deeply that Python gives up on it is nonsense like any other, wherever it comes in."""

import pytest
from django.test import Client

from recognition.model_uploads import UploadRefused, comparison_in
from recognition.models.batch import Batch
from tests.conftest import named
from tests.recognition.rows import read

pytestmark = pytest.mark.django_db(transaction=True)
DEEP = "[" * 100_000


@pytest.mark.parametrize("address", ["/api/v1/predictions", "/draw"])
def test_as_a_body(stranger: Client, address: str) -> None:
    assert stranger.post(address, DEEP, content_type="application/json").status_code == 400


@pytest.mark.parametrize("address", ["/api/v1/batches", "/batches"])
def test_as_the_paths_of_a_batch_it_is_passed_over(
    queue_away: None, stranger: Client, seven_png: bytes, address: str
) -> None:
    response = stranger.post(address, {"files": named(seven_png, "a.png"), "paths": DEEP})
    assert response.status_code in {202, 302}
    assert Batch.objects.get().files == ["a.png"]


def test_as_a_reviewers_boxes(rita: Client) -> None:
    row = read("alice")
    response = rita.post(f"/admin/recognition/prediction/review/{row.pk}/answer", {"digits": DEEP})
    assert (response.status_code, response.json()) == (400, {"detail": "The digits did not arrive whole."})


def test_as_a_comparison_of_models() -> None:
    with pytest.raises(UploadRefused, match="is no JSON"):
        comparison_in(DEEP.encode())
