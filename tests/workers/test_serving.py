"""A worker reads with the active model, changes while it works, and never answers from a broken one."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ml import registry
from recognition.models import ModelVersion
from tests.networks import of_another_shape, of_one_glyph
from workers.serving import Serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seed(tmp_path: Path, settings: Any) -> ModelVersion:
    settings.MODELS_DIR = tmp_path / "models"
    return ModelVersion.publish(registry.MODELS / "seed", {"verdict": "better"})


def test_the_shipped_model_reads_until_another_is_activated(seed: ModelVersion) -> None:
    serving = Serving()
    assert serving.reader.card.name == registry.DEFAULT
    seed.activate()
    serving.catch_up()
    assert serving.reader.card.name == "seed"
    ModelVersion.roll_back()
    serving.catch_up()
    assert serving.reader.card.name == registry.DEFAULT


def test_nothing_is_loaded_again_while_the_active_one_stays(seed: ModelVersion) -> None:
    serving = Serving()
    before = serving.reader
    serving.catch_up()
    assert serving.reader is before


def test_what_nobody_foresaw_does_not_end_the_looking(seed: ModelVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    serving, looks = Serving(), iter([RuntimeError("what is this?"), SystemExit()])

    def look() -> None:
        raise next(looks)

    monkeypatch.setattr("workers.serving.LOOK_SECONDS", 0)
    monkeypatch.setattr(serving, "look", look)
    with pytest.raises(SystemExit):
        serving.follow()


@pytest.mark.parametrize("damage", ["changed", "missing", "no network", "another shape of card"])
def test_a_broken_model_leaves_the_worker_what_it_has(seed: ModelVersion, damage: str) -> None:
    serving = Serving()
    before = serving.reader
    seed.activate()
    break_it(seed, damage)
    serving.catch_up()
    assert serving.reader is before
    assert "seed 1.0 cannot be served" in serving.description
    seed.refresh_from_db()
    assert "seed 1.0 cannot be served" in seed.problem


@pytest.mark.parametrize(
    ("network", "sentence"),
    [(of_another_shape, "does not take glyphs of 28x28"), (of_one_glyph, "cannot read two glyphs at once")],
)
def test_a_network_that_cannot_read_is_not_served_though_its_sums_are_right(
    seed: ModelVersion, network: Callable[[], bytes], sentence: str
) -> None:
    serving = Serving()
    before = serving.reader
    seed.activate()
    weights = network()
    (seed.path / registry.WEIGHTS).write_bytes(weights)
    sha256 = hashlib.sha256(weights).hexdigest()
    card = seed.path / registry.CARD
    card.write_text(json.dumps({**json.loads(card.read_text()), "sha256": sha256}))
    ModelVersion.objects.filter(pk=seed.pk).update(sha256=sha256)
    serving.catch_up()
    assert serving.reader is before
    assert sentence in serving.description


def test_a_process_that_begins_with_a_broken_model_reads_with_the_shipped_one(seed: ModelVersion) -> None:
    seed.activate()
    break_it(seed, "missing")
    assert Serving().reader.card.name == registry.DEFAULT


def test_a_repaired_model_is_taken_without_a_restart(seed: ModelVersion) -> None:
    weights = (seed.path / registry.WEIGHTS).read_bytes()
    seed.activate()
    break_it(seed, "changed")
    serving = Serving()
    assert serving.reader.card.name == registry.DEFAULT
    (seed.path / registry.WEIGHTS).write_bytes(weights)
    serving.catch_up()
    assert serving.reader.card.name == "seed"
    seed.refresh_from_db()
    assert serving.problem == seed.problem == ""


def break_it(row: ModelVersion, damage: str) -> None:
    weights, card = row.path / registry.WEIGHTS, row.path / registry.CARD
    if damage == "missing":
        weights.unlink()
    elif damage == "another shape of card":
        card.write_text(json.dumps({**json.loads(card.read_text()), "normalization": 99}))
    else:
        weights.write_bytes(b"no network" if damage == "no network" else weights.read_bytes()[:-1])
