"""What an operation of the API does not know is refused in a sentence, not left out: nobody would notice."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recognition.models import Prediction
from recognition.models.batch import Batch
from tests.conftest import SEVEN, named
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
ONE, MANY = "/api/v1/predictions", "/api/v1/batches"


def refused(response: Any) -> tuple[str, str]:
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    return response.json()["code"], response.json()["detail"]


def post(client: Client, url: str, body: object) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json")


def test_a_field_of_one_prediction(stranger: Client, seven_png: bytes) -> None:
    code, sentence = refused(post(stranger, ONE, {"strokes": SEVEN, "expect": "4-6"}))
    assert (code, "“expect”" in sentence, "“threshold”" in sentence) == ("unknown_field", True, True)
    code, sentence = refused(stranger.post(ONE, {"file": named(seven_png, "seven.png")}))
    assert (code, "“image”" in sentence) == ("unknown_field", True)
    assert not Prediction.objects.exists()


def test_a_field_of_a_batch(stranger: Client, seven_png: bytes) -> None:
    code, sentence = refused(stranger.post(MANY, {"files": named(seven_png, "seven.png"), "treshold": "0.9"}))
    assert (code, "“treshold”" in sentence, "“threshold”" in sentence) == ("unknown_field", True, True)
    assert not Batch.objects.exists()


def test_a_files_field_may_have_any_name(queue: Any, stranger: Client, seven_png: bytes) -> None:
    form = {"pictures": named(seven_png, "seven.png"), "csrfmiddlewaretoken": "as a form of a page sends it"}
    assert stranger.post(MANY, form).status_code == 202


@pytest.mark.parametrize("body", [[1, 2], ["mode"], 7, None, {}])
def test_a_batch_that_is_no_form_is_refused_too(stranger: Client, body: object) -> None:
    assert 400 <= post(stranger, MANY, body).status_code < 500


def test_a_field_of_a_review(alice: Client) -> None:
    row = read("alice", "7", 1)
    code, _ = refused(post(alice, f"{ONE}/{row.pk}/reviews", {"verdict": "corrected", "text": "1"}))
    assert code == "unknown_field"
    assert not row.reviews.exists()


def test_what_belongs_into_the_body_and_stands_in_the_address(stranger: Client, seven_png: bytes) -> None:
    for url, name in ((ONE, "image"), (MANY, "files")):
        code, _ = refused(stranger.post(f"{url}?threshold=0.9", {name: io.BytesIO(seven_png)}))
        assert code == "unknown_parameter"


def test_a_misspelt_filter_does_not_show_everything(alice: Client) -> None:
    batch = Batch.objects.create(name="batch", owner=User.objects.get(username="alice"))
    for address in (f"{ONE}?descision=accepted", f"{MANY}?limit=5", f"{MANY}/{batch.pk}/items?state=failed"):
        assert refused(alice.get(address))[0] == "unknown_parameter"
    assert refused(alice.post(f"{MANY}/{batch.pk}/retry?items=1"))[0] == "unknown_parameter"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("decision=sure", "accepted, uncertain, rejected, none"),
        ("channel=mail", "draw, upload, api"),
        ("reviewed=maybe", "yes, no, corrected"),
        ("since=yesterday", "YYYY-MM-DD"),
        ("timezone=Europe/Berln", "Europe/Berlin"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_which_do(alice: Client, query: str, says: str) -> None:
    code, sentence = refused(alice.get(f"{ONE}?{query}"))
    assert (code, says in sentence) == ("invalid", True), sentence


@pytest.mark.parametrize("more", [{"label": "3"}, {"digits": [3]}, {"label": "77"}])
@pytest.mark.parametrize("verdict", ["accepted", "not_a_digit", "unclear"])
def test_what_contradicts_the_verdict_is_not_passed_over(alice: Client, verdict: str, more: dict[str, Any]) -> None:
    """Who says “accepted, it is a 3” of a 7 would have taught the next model a 7."""
    row = read("alice", "7", 1)
    code, said = refused(post(alice, f"{ONE}/{row.pk}/reviews", {"verdict": verdict, **more}))
    assert code == "invalid"
    assert "“corrected”" in said
    assert not row.reviews.exists()


def test_what_says_the_same_as_the_verdict_may_stand_there(alice: Client) -> None:
    row = read("alice", "7", 1)
    for more in ({"label": "7"}, {"digits": [7]}, {"label": "", "digits": []}, {"label": None, "digits": None}):
        assert post(alice, f"{ONE}/{row.pk}/reviews", {"verdict": "accepted", **more}).status_code == 201


def test_a_parameter_where_one_thing_is_asked_for(alice: Client, seven_png: bytes, queue: Any) -> None:
    row = read("alice", "7", 1)
    batch = alice.post(MANY, {"files": io.BytesIO(seven_png)}).json()["links"]["self"]
    one = f"{ONE}/{row.pk}"
    for url in (one, f"{one}/picture", f"{one}/glyphs", batch, f"{batch}/export.csv", f"{batch}/items"):
        code, said = refused(alice.get(f"{url}?ky=abc"))
        assert (code, "“key”" in said) == ("unknown_parameter", True)
    for url in (one, batch):
        assert refused(alice.delete(f"{url}?sure=no"))[0] == "unknown_parameter"
    assert alice.get(f"{one}?key=wrong").status_code == 200
