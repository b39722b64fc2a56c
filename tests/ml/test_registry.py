"""A model that is not what its card says is never served, and a bad one never replaces a good one."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ml import registry
from ml.registry import ModelBroken
from tests.networks import of_another_shape, of_one_glyph, of_one_glyph_the_second_time


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(registry.default_model(), tmp_path / "model")


def change_card(folder: Path, **changes: Any) -> None:
    path = folder / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_the_shipped_model_loads_and_is_small() -> None:
    _, card = registry.load(registry.default_model())
    assert card.file_size == (registry.default_model() / "model.onnx").stat().st_size < 4_000_000
    assert card.parameters <= 1_000_000


def test_a_model_of_another_normalisation_is_refused(folder: Path) -> None:
    change_card(folder, normalization=99)
    with pytest.raises(ModelBroken, match="normalisation 99"):
        registry.load(folder)


@pytest.mark.parametrize("name", ["model.onnx", "card.json"])
def test_a_missing_file_is_said(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelBroken, match=name):
        registry.load(folder)


def test_changed_weights_are_not_loaded(folder: Path) -> None:
    weights = folder / "model.onnx"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelBroken, match="sha256"):
        registry.load(folder)


def test_what_is_no_network_is_not_loaded(tmp_path: Path) -> None:
    _, card = registry.load(registry.default_model())
    with pytest.raises(ModelBroken, match="ONNX"):
        registry.publish(b"no network", card, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"name": "x"}'])
def test_a_broken_card_is_said(folder: Path, text: str) -> None:
    (folder / "card.json").write_text(text)
    with pytest.raises(ModelBroken, match=r"card\.json"):
        registry.load(folder)


@pytest.mark.parametrize(
    "changes",
    [
        {"temperature": 0},
        {"temperature": "1"},
        {"thresholds": {}},
        {"thresholds": None},
        {"name": ""},
        {"second_look": {"below": 0.9, "degrees": 10}},
        {"second_look": 0.9},
    ],
)
def test_a_card_that_makes_no_sense_is_refused(folder: Path, changes: dict[str, Any]) -> None:
    change_card(folder, **changes)
    with pytest.raises(ModelBroken):
        registry.load(folder)


def test_a_later_card_may_say_more(folder: Path) -> None:
    change_card(folder, something_new=1)
    assert registry.load(folder)[1].name == registry.DEFAULT


def test_publishing_replaces_the_old_one_whole(tmp_path: Path) -> None:
    _, card = registry.load(registry.default_model())
    weights = (registry.default_model() / "model.onnx").read_bytes()
    for _ in range(2):
        place = registry.publish(weights, card, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [place.name]
    assert registry.load(place)[1] == card


def test_a_network_of_another_shape_is_refused(tmp_path: Path) -> None:
    _, card = registry.load(registry.default_model())
    with pytest.raises(ModelBroken, match="28x28"):
        registry.publish(of_another_shape(), card, tmp_path)


@pytest.mark.parametrize("network", [of_one_glyph, of_one_glyph_the_second_time])
def test_a_network_that_does_not_run_with_two_glyphs_is_refused(tmp_path: Path, network: Callable[[], bytes]) -> None:
    _, card = registry.load(registry.default_model())
    with pytest.raises(ModelBroken, match="two glyphs at once"):
        registry.publish(network(), card, tmp_path)
    assert list(tmp_path.iterdir()) == []
