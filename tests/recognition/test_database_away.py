"""While the database is away, pages and API say so in a sentence, and no file is left behind."""

import json
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from recognition.models import Batch, Prediction
from tests.conftest import SEVEN, named

pytestmark = pytest.mark.django_db(transaction=True)


def refuse(*_: object) -> None:
    raise OperationalError("the server closed the connection")


@pytest.fixture
def database_away() -> Iterator[None]:
    with connection.execute_wrapper(refuse):
        yield


def test_the_api_answers_with_a_problem_document(stranger: Client, database_away: None) -> None:
    response = stranger.post("/api/v1/predictions", json.dumps({"strokes": SEVEN}), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (503, "database_away")
    assert response.headers["Retry-After"]


def test_a_drawing_is_refused_in_a_fragment(stranger: Client, database_away: None) -> None:
    body = json.dumps({"strokes": SEVEN})
    response = stranger.post("/draw", body, content_type="application/json", headers={"X-Fragment": "1"})
    assert response.status_code == 503
    assert "Our database does not answer." in response.content.decode()
    assert "data-problem" in response.content.decode()


def test_somebodys_page_says_it_without_knowing_whose_it_is(alice: Client) -> None:
    row = Prediction.objects.create(channel="api", source="drawing", strokes=SEVEN)
    with connection.execute_wrapper(refuse):
        response = alice.get(f"/predictions/{row.pk}")
    assert response.status_code == 503
    assert "<h1>We cannot look that up right now</h1>" in response.content.decode()


class Full(FileSystemStorage):
    """A disk that is full after half of the file."""

    def _save(self, name: str, content: Any) -> str:
        Path(self.path(name)).parent.mkdir(parents=True)
        Path(self.path(name)).write_bytes(content.read()[: content.size // 2])
        raise OSError(28, "No space left on device")


@pytest.fixture
def full_disk(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Full"}}


def test_a_full_disk_refuses_the_picture_and_keeps_no_half_of_it(
    queue: redis.Redis, full_disk: None, stranger: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    response = stranger.post("/api/v1/predictions", {"image": named(seven_png, "seven.png")})
    assert (response.status_code, response.json()["code"]) == (503, "storage_full")
    assert not Prediction.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]
    assert queue.llen("interactive") == 0


@pytest.fixture
def tiny_disk() -> Iterator[None]:
    """No file of this process may grow beyond 100 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("url", ["/api/v1/batches", "/batches"])
@pytest.mark.parametrize("sizes", [(101_000,), (200_000,), (1000, 200_000)])
def test_a_full_disk_refuses_the_batch_and_keeps_no_part_of_it(
    tiny_disk: None, stranger: Client, pictures_folder: Path, url: str, sizes: tuple[int, ...]
) -> None:
    response = stranger.post(url, {"files": [SimpleUploadedFile("many.zip", b"P" * size) for size in sizes]})
    assert (response.status_code, "no room for pictures" in response.content.decode()) == (503, True)
    assert not Batch.objects.exists()
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_a_commit_whose_answer_was_lost_keeps_the_batchs_files(
    stranger: Client, seven_png: bytes, pictures_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep of uploads takes them if there is no row."""
    monkeypatch.setattr(Batch, "save", lambda *_, **__: refuse())
    response = stranger.post("/api/v1/batches", {"files": named(seven_png, "seven.png")})
    assert response.status_code == 503
    assert len([path for path in pictures_folder.rglob("*") if path.is_file()]) == 1
