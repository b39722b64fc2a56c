"""A batch that cannot be taken is refused at once, in words, and leaves nothing behind."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from recognition.models.batch import Batch
from tests.conftest import named
from tests.recognition.handed_in import URL

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


@pytest.mark.parametrize(
    "options", [{"mode": "roman"}, {"expect": "four"}, {"threshold": "2"}, {"threshold": "nan"}, {"threshold": "much"}]
)
def test_options_without_sense_are_refused(stranger: Client, seven_png: bytes, options: dict[str, str]) -> None:
    response = stranger.post(URL, {"files": named(seven_png, "a.png"), **options})
    assert response.status_code == 400
    assert not Batch.objects.exists()


def test_nothing_and_no_picture_are_refused(stranger: Client) -> None:
    assert stranger.post(URL, {}).json()["code"] == "missing"
    assert stranger.post(URL, {"files": named(b"text" * 20, "a.txt")}).status_code == 415


def test_what_is_no_picture_is_told_all_that_a_batch_takes(stranger: Client) -> None:
    said = stranger.post(URL, {"files": named(b"a letter, and no picture", "letter.doc")}).json()
    assert (said["code"], said["detail"].endswith("or TIFF. Or a ZIP of them, or a PDF.")) == ("not_an_image", True), (
        said
    )


def test_too_many_items_are_refused(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.BATCH_MAX_ITEMS = 2
    response = stranger.post(URL, {"files": [named(seven_png, f"{number}.png") for number in range(3)]})
    assert (response.status_code, response.json()["code"]) == (413, "too_many")


def test_more_files_than_a_batch_may_hold_are_refused_as_they_come(
    stranger: Client, settings: Any, seven_png: bytes, pictures_folder: Path
) -> None:
    settings.BATCH_MAX_ITEMS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2, 3
    for url in (URL, "/batches"):
        response = stranger.post(url, {"files": [named(seven_png, f"{number}.png") for number in range(5)]})
        assert response.status_code == 413
        assert "more than 2 items. Please split it." in response.content.decode()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_what_is_refused_while_its_token_is_looked_for_does_not_say_that_there_are_no_batches(
    settings: Any, seven_png: bytes
) -> None:
    settings.BATCH_MAX_ITEMS = 1
    browser = Client(enforce_csrf_checks=True)
    browser.get("/batches")
    page = browser.post("/batches", {"files": [named(seven_png, f"{number}.png") for number in range(2)]})
    assert page.status_code == 413
    assert "more than 1 items" in page.content.decode()
    assert "will be listed here" not in page.content.decode()


def test_a_body_over_the_limit_is_refused_by_its_header(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.BATCH_MAX_BYTES, settings.BATCH_MAX_ITEMS = 100, 1
    response = stranger.post(URL, {"files": named(seven_png * 10, "a.png")})
    assert (response.status_code, response.json()["code"]) == (413, "too_large")
