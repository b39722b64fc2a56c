"""A prediction's page shows the picture with its boxes, or says why it does not."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from recognition.display.thumbnails import thumbnail
from recognition.models import Batch, Prediction

pytestmark = pytest.mark.django_db


def digit(value: int, x: int) -> dict[str, Any]:
    probabilities = [1.0 if other == value else 0.0 for other in range(10)]
    box = {"x": x, "y": 30, "width": 20, "height": 40}
    return {"value": value, "confidence": 1.0, "probabilities": probabilities, "not_digit": 0.0, "line": 0, "box": box}


def page_of(client: Client, **fields: Any) -> str:
    user = client.session["_auth_user_id"]
    if "status" in fields:
        fields["finished_at"] = timezone.now()
    row = Prediction.objects.create(owner_id=user, channel="upload", source="a.tif", picture="aa/a", **fields)
    return client.get(f"/predictions/{row.pk}").content.decode()


def test_boxes_lie_in_the_pixels_of_the_upright_picture(alice: Client) -> None:
    digits = [digit(4, 50), digit(2, 90)]
    page = page_of(alice, status="succeeded", text="42", digits=digits, width=1200, height=900, confidence=1.0)
    assert 'viewBox="0 0 1200 900"' in page
    assert '<rect x="90" y="30" width="20" height="40"/>' in page
    assert 'aria-label="Digit 2: 2, 100 %"' in page


def test_one_digit_is_a_picture_with_nothing_to_choose(alice: Client) -> None:
    page = page_of(alice, status="succeeded", text="4", digits=[digit(4, 50)], width=120, height=90, confidence=1.0)
    assert "a box around its digit" in page
    assert 'role="radio"' not in page


def test_a_tiff_shows_only_once_the_worker_has_made_a_preview(alice: Client) -> None:
    assert "The picture shows once it is read." in page_of(alice, picture_format="TIFF")
    read = {"status": "succeeded", "preview": b"jpeg"}
    assert 'alt="The picture as uploaded"' in page_of(alice, picture_format="TIFF", **read)
    assert 'alt="The picture as uploaded"' in page_of(alice, picture_format="PNG")


def test_what_is_no_whole_picture_is_not_shown_as_a_broken_one(alice: Client) -> None:
    page = page_of(alice, status="failed", error_code="truncated", picture_format="PNG")
    assert "This picture cannot be shown here." in page
    row = Prediction.objects.get()
    assert f"{row.pk}/picture" not in page + alice.get("/history").content.decode() + thumbnail(row)


def test_what_was_handed_in_with_others_leads_to_its_batch_and_tells_its_page(alice: Client) -> None:
    batch = Batch.objects.create(name="forms & more.zip")
    page = page_of(alice, status="failed", batch=batch, position=0, page=2)
    assert f'<a href="/batches/{batch.pk}">forms &amp; more.zip</a>' in page
    assert "<dd>a.tif, page 2</dd>" in page


def test_what_waits_is_not_said_to_be_read(alice: Client) -> None:
    page = page_of(alice)
    assert "<h1>A drawing</h1>" in page
    assert "<h2>Waiting</h2>" in page
    assert 'data-announce="Waiting."' in page


def test_what_waits_in_a_paused_batch_says_what_it_waits_for(alice: Client) -> None:
    page = page_of(alice, batch=Batch.objects.create(name="a.zip", paused_at=timezone.now()), position=0)
    assert "<h2>Paused</h2>" in page
    assert "Its batch is paused: nothing is begun until somebody resumes it." in page


def test_what_failed_has_a_heading_and_a_sentence(alice: Client) -> None:
    page = page_of(alice, status="failed", error_code="damaged", error="Save it again and send that.")
    assert "Link to this reading" not in page  # nothing was read
    assert "<h2>The picture is damaged</h2>" in page
    assert "Save it again and send that." in page


def test_a_blank_picture_is_told_what_to_do(alice: Client) -> None:
    page = page_of(alice, status="succeeded", decision="rejected", reason="blank", picture_format="PNG")
    assert "Take the picture from closer" in page


def test_it_names_the_model_that_read_it_and_leads_to_its_page(alice: Client) -> None:
    read = {"status": "succeeded", "text": "4", "digits": [digit(4, 50)], "confidence": 1.0, "read_ms": 2.5}
    assert '<a href="/model/hand/1.0">hand 1.0</a>' in page_of(alice, model_name="hand", model_version="1.0", **read)
    assert "/model/" not in page_of(alice, model_name="", model_version="", **read)
