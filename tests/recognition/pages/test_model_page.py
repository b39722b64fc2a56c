"""The model's page tells of the active model what its card and its evidence say, and nothing else."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ml import evidence, registry
from recognition.display.portrait import Portrait
from recognition.models import ModelVersion
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db
SEED = registry.MODELS / "seed"


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, settings: Any) -> None:
    settings.MODELS_DIR = tmp_path / "models"


def text(client: Client, path: str = "/model") -> str:
    return client.get(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")


def copied(tmp_path: Path, version: str = "9.9", **changes: Any) -> Path:
    """The seed's folder under another version, changed."""
    folder = shutil.copytree(SEED, tmp_path / "made")
    card = json.loads((folder / registry.CARD).read_text())
    (folder / registry.CARD).write_text(json.dumps({**card, "version": version, **changes}))
    return folder


def activated(folder: Path) -> ModelVersion:
    row = ModelVersion.publish(folder, {"verdict": "better"})
    row.activate()
    return row


def test_it_tells_of_the_shipped_model_at_first(stranger: Client) -> None:
    card = registry.read_card(registry.default_model())
    page = text(stranger)
    assert f"{card.name} {card.version}" in page
    assert "Two networks" in page
    for name in ("mnist_test", "pendigits", "unipen", "swiss"):
        assert f"{card.metrics[name]['accuracy']:.2%}".replace("%", " %") in page
        low, high = card.metrics[name]["interval"]
        assert f"{low:.2%} to {high:.2%}".replace("%", " %") in page
    assert all(one["set"] in page for one in card.data)


def test_it_follows_the_active_model(stranger: Client) -> None:
    activated(SEED)
    page = text(stranger)
    assert "seed 1.0" in page
    assert "A network of 81,066 numbers" in page
    assert "98.60 %" in page
    assert f"{registry.read_card(registry.default_model()).parameters:,}" not in page


def test_what_read_before_keeps_its_page_and_a_candidate_leads_to_the_active_one(
    stranger: Client, tmp_path: Path
) -> None:
    shipped = ModelVersion.objects.get()
    activated(SEED)
    ModelVersion.publish(copied(tmp_path))
    address = f"/model/{shipped.name}/{shipped.version}"
    assert address in text(stranger)
    assert "reads no more" in text(stranger, address)
    assert stranger.get("/model/seed/9.9")["Location"] == "/model"


def test_a_model_without_evidence_says_so_and_shows_its_figures(stranger: Client, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / evidence.EVIDENCE).unlink()
    row = activated(folder)
    page = text(stranger)
    assert page.count("Nothing was kept of this") == 3
    assert "98.60 %" in page
    assert stranger.get(f"/model/{row.name}/{row.version}/mistakes.png").status_code == 404


def test_a_model_without_figures_is_still_a_page(stranger: Client, tmp_path: Path) -> None:
    folder = copied(tmp_path, metrics={}, data=[])
    (folder / evidence.EVIDENCE).unlink()
    activated(folder)
    assert "published without figures" in text(stranger)


def test_evidence_of_other_weights_is_not_shown(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    shutil.copy(registry.default_model() / evidence.EVIDENCE, folder)
    assert Portrait.of(activated(folder)).evidence is None


def test_mistakes_are_pictures_with_what_they_are_and_what_was_read(stranger: Client) -> None:
    found = Portrait.of(ModelVersion.active()).evidence
    assert found
    page, first = text(stranger), found.mistakes[0]
    assert page.count("<use href") + 1 == len(found.mistakes)
    assert f'aria-label="A {first.truth} read as {first.read}"' in page


def test_the_strip_is_a_picture_of_all_of_them(stranger: Client) -> None:
    row = ModelVersion.objects.get()
    response = stranger.get(f"/model/{row.name}/{row.version}/mistakes.png")
    assert response["Content-Type"] == "image/png"
    assert response.content == (registry.default_model() / evidence.MISTAKES).read_bytes()


def test_unchanged_it_is_not_sent_again_but_to_somebody_else_it_is(stranger: Client) -> None:
    first = stranger.get("/model")
    again = stranger.get("/model", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert logged_in("carol").get("/model", headers={"If-None-Match": first["ETag"]}).status_code == 200
    activated(SEED)
    assert stranger.get("/model", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/upload", "/history", "/settings", "/login", "/api/docs"])
def test_every_page_leads_there(stranger: Client, path: str) -> None:
    assert text(stranger, path).count('href="/model"') == 2
