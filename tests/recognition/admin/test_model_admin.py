"""In the admin, whoever may activate exchanges the model and takes it back; everybody else only looks, or not even."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ml import registry
from recognition.models import ModelVersion
from tests.recognition.rows import read

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/recognition/modelversion/"


@pytest.fixture
def candidate(tmp_path: Path, settings: Any) -> ModelVersion:
    settings.MODELS_DIR = tmp_path / "models"
    return ModelVersion.publish(registry.MODELS / "seed", {"verdict": "worse"})


def staff(*permissions: str) -> Client:
    user = User.objects.create_user("operator", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def operator(db: None) -> Client:
    return staff("view_modelversion", "activate_modelversion")


def activate(client: Client, row: ModelVersion, **data: str) -> Any:
    return client.post(f"{LIST}{row.pk}/activate", data, follow=True)


def test_the_pages_show_the_model_and_its_past(operator: Client, candidate: ModelVersion) -> None:
    candidate.activate(User.objects.get(), "to look at it")
    assert "seed 1.0" in operator.get(LIST).content.decode()
    assert "to look at it" in operator.get(f"{LIST}{candidate.pk}/change/").content.decode()


def test_a_worse_model_is_refused_without_a_reason(operator: Client, candidate: ModelVersion) -> None:
    assert "reads worse" in activate(operator, candidate).content.decode()
    assert ModelVersion.active() != candidate
    answer = activate(operator, candidate, reason="a test").content.decode()
    assert "Seed 1.0 is active" in answer  # the admin begins each message with a capital
    last = candidate.activations.get()
    assert (last.by, last.reason) == (User.objects.get(), "a test")


def test_an_activation_is_taken_back(operator: Client, candidate: ModelVersion) -> None:
    candidate.activate(reason="a test")
    assert "is active" in operator.post(f"{LIST}roll-back", follow=True).content.decode()
    assert ModelVersion.active() != candidate
    assert "no earlier model" in operator.post(f"{LIST}roll-back", follow=True).content.decode()


def test_looking_is_not_changing(candidate: ModelVersion) -> None:
    looker = staff("view_modelversion")
    assert "Activate seed" not in looker.get(f"{LIST}{candidate.pk}/change/").content.decode()
    assert activate(looker, candidate, reason="mine").status_code == 403
    assert {looker.post(f"{LIST}roll-back").status_code, looker.get(f"{LIST}roll-back").status_code} == {403}
    assert "Roll back" not in looker.get(LIST).content.decode()
    assert looker.post(f"{LIST}{candidate.pk}/shadow", {"percent": "9"}).status_code == 403
    assert ModelVersion.active() != candidate


def test_nobody_else_sees_them(alice: Client, stranger: Client, candidate: ModelVersion) -> None:
    for client in (alice, stranger, staff()):
        assert client.get(LIST).status_code in {302, 403}
        assert client.post(f"{LIST}{candidate.pk}/activate", {"reason": "mine"}).status_code in {302, 403}
    assert ModelVersion.active() != candidate


def test_a_candidate_is_let_read_in_the_shadow(operator: Client, candidate: ModelVersion) -> None:
    shadow = f"{LIST}{candidate.pk}/shadow"
    page = operator.post(shadow, {"percent": "25"}, follow=True).content.decode()
    assert "reads 25 %" in page
    assert 'value="25"' in page
    candidate.refresh_from_db()
    assert candidate.shadow_percent == 25
    assert "reads 0 %" in operator.post(shadow, {"percent": "9" * 5000}, follow=True).content.decode()


def upload(client: Client, **files: bytes) -> str:
    sent = {name: SimpleUploadedFile(name, content) for name, content in files.items()}
    page: str = client.post(f"{LIST}publish", sent, follow=True).content.decode()
    return page


def model(name: str) -> bytes:
    return (registry.MODELS / "seed" / name).read_bytes()


def test_a_model_is_published_through_the_browser(operator: Client, tmp_path: Path, settings: Any) -> None:
    settings.MODELS_DIR = tmp_path / "models"
    comparison = b'{"verdict": "worse", "candidate": "seed 1.0"}'
    page = upload(operator, weights=model("model.onnx"), card=model("card.json"), comparison=comparison)
    assert "Seed 1.0 is a candidate" in page
    row = ModelVersion.objects.get(name="seed")
    assert (row.state, row.verdict) == ("candidate", "worse")
    row.verify()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"card": "card.json"}, "There is no model.onnx"),
        ({"weights": "card.json", "card": "card.json"}, "sha256 differs"),
        ({"weights": "model.onnx", "card": "model.onnx"}, "is broken"),
        ({"weights": "model.onnx", "card": "card.json", "comparison": "model.onnx"}, "no JSON"),
        ({"weights": "model.onnx", "card": "card.json", "comparison": "card.json"}, "no verdict"),
    ],
)
def test_what_is_no_model_is_not_published(
    operator: Client, tmp_path: Path, settings: Any, files: dict[str, str], said: str
) -> None:
    settings.MODELS_DIR = tmp_path / "models"
    assert said in upload(operator, **{name: model(file) for name, file in files.items()})
    assert not ModelVersion.objects.filter(name="seed").exists()


def test_its_page_shows_what_the_comparison_found(operator: Client, candidate: ModelVersion) -> None:
    found = {"title": "MNIST test", "gained": 20, "lost": 123, "digits": 10000, "p": 0.0}
    candidate.comparison = {"verdict": "worse", "current": "hand 1.1", "sets": {"mnist_test": found}}
    candidate.save()
    page = operator.get(f"{LIST}{candidate.pk}/change/").content.decode()
    assert "worse, beside hand 1.1<br>MNIST test: 20 gained, 123 lost of 10000 (p = 0.0)" in page
    assert "needed: seed 1.0 reads worse than hand 1.1" in page


def test_its_page_shows_what_it_would_have_read_otherwise(operator: Client, candidate: ModelVersion) -> None:
    User.objects.create_user("alice")
    row = read("alice", "1")
    said = {"number": "7", "decision": "accepted", "finished_at": row.created_at}
    row.rereadings.create(version=candidate, purpose="shadow", **said)
    page = operator.get(f"{LIST}{candidate.pk}/change/").content.decode()
    assert "Of 1 reading of others it reads <b>0 %</b> alike, 1 otherwise; 1 of those" in page


def test_nothing_is_done_by_a_link(operator: Client, candidate: ModelVersion) -> None:
    assert operator.get(f"{LIST}{candidate.pk}/activate").status_code == 405
    candidate.activate(reason="a test")
    page = operator.get(f"{LIST}roll-back").content.decode()
    assert f"{candidate} reads now" in page
    assert "Go back to hand" in page
    assert ModelVersion.active() == candidate


def test_why_an_activation_was_taken_back_is_kept(operator: Client, candidate: ModelVersion) -> None:
    candidate.activate(reason="a test")
    operator.post(f"{LIST}roll-back", {"reason": "it took 1s for 7s"})
    active = ModelVersion.active()
    assert active
    assert active.activations.latest("at").reason == "it took 1s for 7s"


def test_where_there_is_nothing_to_go_back_to_the_page_says_so(operator: Client, db: None) -> None:
    page = operator.get(f"{LIST}roll-back").content.decode()
    assert "There is no earlier model to go back to." in page
    assert '<input type="submit"' not in page


def test_nothing_can_be_added_changed_or_deleted(candidate: ModelVersion) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{candidate.pk}/change/", {"version": "9"}).status_code == 403
    assert client.post(f"{LIST}{candidate.pk}/delete/", {"post": "yes"}).status_code == 403
