"""Bad input is a 4xx problem document with a sentence that says what to do; nothing is stored."""

import io
import json
import struct
import zlib
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition import paging
from recognition.api import listing
from recognition.models import Prediction
from tests.conftest import named
from tests.recognition.hostile import packed

pytestmark = pytest.mark.django_db
URL = "/api/v1/predictions"


def png_header(width: int, height: int) -> bytes:
    """A PNG that declares its size and has no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def upload(client: Client, data: bytes, name: str = "digit.png") -> Any:
    file = io.BytesIO(data)
    file.name = name
    return client.post(URL, {"image": file})


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 400, "empty"),
        (b"hello, I am a text file" * 10, 415, "not_an_image"),
        (b"%PDF-1.7 not a picture", 415, None),
        (b"\x89PNG\r\n\x1a\n", 400, "truncated"),
        (png_header(0, 0), 400, "no_pixels"),
        (png_header(100_000, 100_000), 413, "too_many_pixels"),
    ],
)
def test_a_file_that_cannot_be_read(stranger: Client, data: bytes, status: int, code: str | None) -> None:
    response = upload(stranger, data)
    problem = response.json()
    assert response.status_code == status, problem
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status
    assert code is None or problem["code"] == code
    assert problem["detail"].endswith(".")
    assert not Prediction.objects.exists()


def test_a_form_over_the_limit_is_refused_in_its_page(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = Client(enforce_csrf_checks=True).post("/upload", {"image": named(seven_png, "seven.png")})
    assert response.status_code == 413
    assert "The file is too large" in response.content.decode()


def test_a_body_in_chunks_is_told_to_say_its_length(stranger: Client) -> None:
    response = stranger.generic("POST", URL, b"{}", "application/json", HTTP_TRANSFER_ENCODING="chunked")
    assert (response.status_code, response.json()["code"]) == (411, "length_required")


def test_any_other_address_of_the_api_is_a_problem_too(stranger: Client) -> None:
    for address in ("/api/v1/nope", "/api/v1/predictions/abc", "/api/v1/nope/"):
        response = stranger.get(address)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_file_over_the_limit(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.MAX_UPLOAD_BYTES = len(seven_png) - 1
    response = upload(stranger, seven_png)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_a_body_over_the_limit_is_refused_by_its_header(stranger: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = stranger.post(URL, "[" * 200, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        '{"strokes": []}',
        '{"strokes": [[]]}',
        '{"strokes": [[[NaN, 1]]]}',
        '{"strokes": [[[1e999, 1], [2, 3]]]}',
        '{"strokes": [[["1", 2]]]}',
        '{"strokes": [[[1, 2, 3]]]}',
        '{"strokes": [[[true, false]]]}',
        '{"strokes": "a drawing"}',
        '{"strokes": {"0": 1}}',
        '{"strokes": null}',
        json.dumps({"strokes": [[[i, i] for i in range(100_000)]]}),
        '{"strokes": [[[1, 2], [3, 4]]], "mode": "letters"}',
        '{"strokes": [[[1, 2], [3, 4]]], "mode": ["auto"]}',
        '{"image": "data:image/png;base64,@@@@"}',
        '{"image": "https://example.org/seven.png"}',
        '{"image": 7}',
        "{}",
        "[1, 2]",
        "null",
        "7",
        "[" * 200_000,
        "not json",
        "",
    ],
)
def test_a_body_that_makes_no_sense(stranger: Client, body: str) -> None:
    response = stranger.post(URL, body, content_type="application/json")
    assert 400 <= response.status_code < 500, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"]
    assert not Prediction.objects.exists()


def test_other_verbs_and_types_are_problems_too(stranger: Client) -> None:
    assert stranger.delete(URL).headers["Content-Type"] == "application/problem+json"
    assert stranger.delete(URL).status_code == 405
    assert stranger.post(URL, "<a/>", content_type="application/xml").status_code == 415


def test_what_the_framework_refuses_is_told_what_would_be_taken(stranger: Client, seven_png: bytes) -> None:
    def detail(response: Any) -> str:
        return str(response.json()["detail"])

    assert "GET and POST" in detail(stranger.put(URL))
    assert "application/json or multipart/form-data" in detail(stranger.post(URL, seven_png, content_type="image/png"))
    assert "application/json" in detail(stranger.get(URL, headers={"accept": "text/html"}))


def problem(response: Any) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["detail"].endswith(".")
    assert response.json()["status"] == response.status_code
    return response.status_code, response.json()["code"]


def test_what_the_framework_refuses_is_a_problem_too(stranger: Client, settings: Any, seven_png: bytes) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = settings.DATA_UPLOAD_MAX_NUMBER_FILES = 20
    fields = {f"field{number}": "1" for number in range(30)}
    files = {"files": [io.BytesIO(seven_png) for _ in range(30)]}
    assert problem(stranger.post(URL, fields)) == (400, "bad_request")
    assert problem(stranger.post(URL, files)) == (413, "too_large")
    assert problem(stranger.get(URL, headers={"host": "elsewhere.example"})) == (400, "bad_request")
    assert stranger.post("/upload", fields).headers["Content-Type"].startswith("text/html")


def test_a_judgement_over_the_limit_is_a_problem_too(alice: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    row = Prediction.objects.create(channel="api", source="drawing", owner=User.objects.get(username="alice"))
    body = json.dumps({"verdict": "accepted", "label": "7" * 200})
    response = alice.post(f"{URL}/{row.pk}/reviews", body, content_type="application/json")
    assert problem(response) == (413, "too_large")


def test_a_fault_of_ours_is_a_problem_and_is_noted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(listing, "page", lambda *_: 1 / 0)
    assert problem(client.get(URL)) == (500, "fault")
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.setattr(paging, "page", lambda *_, **__: 1 / 0)
    assert "<h1>Something broke on our side</h1>" in client.get("/history").content.decode()


def test_the_draw_page_answers_bad_strokes_with_a_fragment(stranger: Client) -> None:
    for body in ('{"strokes": [[[NaN, 1]]]}', '{"strokes": []}', "[", "7", "[" * 100_000):
        response = stranger.post("/draw", body, content_type="application/json")
        assert response.status_code == 400
        assert b"<html" not in response.content


@pytest.mark.parametrize("address", ["/logout", "/draw"])
def test_an_address_that_only_takes_something_says_so_in_a_page(stranger: Client, address: str) -> None:
    response = stranger.get(address)
    assert (response.status_code, response.headers["Allow"].startswith(("POST", "OPTIONS"))) == (405, True)
    assert "<h1>There is nothing to see here</h1>" in response.content.decode()


def test_the_upload_page_shows_the_problem_in_the_page(stranger: Client) -> None:
    response = stranger.post("/upload", {})
    assert response.status_code == 400
    assert "choose a file" in response.content.decode()
    assert b"<html" in response.content


@pytest.mark.parametrize(("name", "data"), [("a.pdf", b"%PDF-1.7\n"), ("Scans.ZIP", packed(("a.png", b"a")))])
def test_what_holds_many_pictures_is_sent_to_the_batches(stranger: Client, name: str, data: bytes) -> None:
    said = stranger.post(URL, {"image": named(data, name)})
    assert said.status_code == 415
    assert "is read as a batch" in said.json()["detail"]
    assert "/api/v1/batches" in said.json()["detail"]
    page = stranger.post("/upload", {"image": named(data, name)})
    assert page.status_code == 415
    assert "hand it in under “Batches”" in page.content.decode()
    assert '<a class="tool" href="/batches">To the batches</a>' in page.content.decode()
    assert "To the batches" not in stranger.post("/upload", {"image": named(b"text", "a.txt")}).content.decode()


def test_what_is_a_zip_to_its_author_alone_is_no_picture(stranger: Client) -> None:
    said = stranger.post(URL, {"image": named(packed(("word/document.xml", b"a")), "letter.docx")}).json()
    assert "Send a PNG, JPEG" in said["detail"]
