"""Evidence is what the classifier did, travels with its model, and is never taken for another's."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import evidence, registry
from ml.classifier import Classifier
from ml.evidence import Bin, Evidence, Mistake
from ml.training.data.digits import Digits
from ml.training.data.sets import JudgedSet
from ml.training.judging import evidence as made


@pytest.fixture
def noise() -> JudgedSet:
    """Glyphs of noise with made labels, most of which are read wrongly."""
    glyphs = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)
    return JudgedSet("noise", "Noise", Digits(glyphs, np.arange(40, dtype=np.uint8) % 10))


@pytest.fixture
def files(noise: JudgedSet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bytes]:
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))  # no numbers there
    return made.files(Classifier(registry.default_model()), [noise])


def test_it_counts_what_was_read_wrong_and_shows_it(files: dict[str, bytes], tmp_path: Path) -> None:
    made.lay(files, tmp_path)
    found = evidence.read(tmp_path, registry.read_card(registry.default_model()).sha256)
    assert found
    assert sum(one.of for one in found.reliability["noise"]) == 40
    assert found.wrong == 40 - sum(one.right for one in found.reliability["noise"]) == len(found.mistakes) > 0
    assert found.coverage["noise"][-1] == (1.0, round(found.wrong / 40, 5))
    assert Image.open(io.BytesIO(files[evidence.MISTAKES])).size == (28 * found.wrong, 28)
    assert found.numbers is None


def test_the_surest_mistake_comes_first(files: dict[str, bytes], tmp_path: Path) -> None:
    made.lay(files, tmp_path)
    found = evidence.read(tmp_path, registry.read_card(registry.default_model()).sha256)
    assert found
    sure = [mistake.confidence for mistake in found.mistakes]
    assert sure == sorted(sure, reverse=True)


def test_what_people_handed_in_is_counted_and_never_shown(noise: JudgedSet, files: dict[str, bytes]) -> None:
    theirs = made.files(Classifier(registry.default_model()), [replace(noise, name="reviews")])
    assert set(theirs) < set(files)
    assert b'"reviews":[{"said"' in theirs[evidence.EVIDENCE]


def test_of_other_weights_it_is_none(files: dict[str, bytes], tmp_path: Path) -> None:
    made.lay(files, tmp_path)
    assert evidence.read(tmp_path, "0" * 64) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"sha256": "x"}', b"\xff\xfe"])
def test_what_is_broken_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / evidence.EVIDENCE).write_bytes(content)
    assert evidence.read(tmp_path, "x") is None


def test_it_comes_back_as_it_was_written(tmp_path: Path) -> None:
    kept = Evidence("x", {"a": [Bin(0.5, 1, 2)]}, {"a": [(0.5, 0.1)]}, 1, [Mistake("a", 4, 9, 0.97)])
    (tmp_path / evidence.EVIDENCE).write_bytes(kept.to_bytes())
    assert evidence.read(tmp_path, "x") == kept


def test_publishing_takes_it_along(tmp_path: Path) -> None:
    _, card = registry.load(registry.default_model())
    weights = (registry.default_model() / registry.WEIGHTS).read_bytes()
    place = registry.publish(weights, card, tmp_path, beside=evidence.files(registry.default_model()))
    assert evidence.read(place, card.sha256)
    assert (place / evidence.MISTAKES).is_file()


@pytest.mark.parametrize("name", ["hand", "seed"])
def test_every_shipped_model_has_its_own(name: str) -> None:
    folder = registry.MODELS / name
    found = evidence.read(folder, registry.read_card(folder).sha256)
    assert found
    with Image.open(folder / evidence.MISTAKES) as strip:
        assert strip.size == (28 * len(found.mistakes), 28)
