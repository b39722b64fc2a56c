"""A candidate is called better or worse only by digits that one of the two reads and the other does not."""

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import registry
from ml.__main__ import main
from ml.classifier import Classifier
from ml.training.data.digits import DataMissing, Digits, mnist_test
from ml.training.data.sets import JudgedSet, reviewed
from ml.training.data.written import numbers
from ml.training.judging.compare import compare, mcnemar, table, verdict_of

SEED = registry.MODELS / "seed"


@pytest.fixture(scope="module")
def sets() -> list[JudgedSet]:
    try:
        digits = mnist_test()
    except DataMissing as missing:
        pytest.skip(str(missing))
    return [JudgedSet("mnist_test", "MNIST test", Digits(digits.glyphs[:3000], digits.labels[:3000]))]


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (10, 2, 158 / 4096), (2, 10, 158 / 4096), (6, 0, 2 / 64)]
)
def test_mcnemar_is_the_exact_binomial(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p)


@pytest.mark.parametrize(
    ("gained", "lost", "p", "verdict"), [(9, 1, 0.02, "better"), (1, 9, 0.02, "worse"), (3, 1, 0.6, "same")]
)
def test_only_a_significant_difference_counts(gained: int, lost: int, p: float, verdict: str) -> None:
    assert verdict_of({"gained": gained, "lost": lost, "p": p}) == verdict


def test_the_shipped_model_is_better_than_the_seed_and_not_the_other_way_round(sets: list[JudgedSet]) -> None:
    hand, seed = Classifier(registry.default_model()), Classifier(SEED)
    assert compare(hand, seed, sets)["verdict"] == "better"
    assert compare(seed, hand, sets)["verdict"] == "worse"
    assert compare(hand, hand, sets)["verdict"] == "same"


def test_the_figures_add_up(sets: list[JudgedSet]) -> None:
    figures = compare(Classifier(SEED), Classifier(registry.default_model()), sets)["sets"]["mnist_test"]
    change = round((figures["candidate"] - figures["current"]) * figures["digits"])
    assert figures["gained"] - figures["lost"] == change


def test_the_command_writes_what_publishing_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures, labels = np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8), np.arange(20) % 10
    np.savez(tmp_path / "few.npz", x_train=pictures, y_train=labels, x_test=pictures, y_test=labels)
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "few.npz"))
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    assert main(["compare", str(registry.default_model()), "--out", str(tmp_path / "comparison.json")]) == 0
    assert json.loads((tmp_path / "comparison.json").read_text())["verdict"] == "same"
    assert capsys.readouterr().out.endswith(": same\n")


def test_numbers_are_compared_whole() -> None:
    try:
        written = [one for one in numbers() if one.judges][:20]
    except DataMissing as missing:
        pytest.skip(str(missing))
    found = compare(Classifier(SEED), Classifier(registry.default_model()), [], written)["sets"]["numbers"]
    assert found["digits"] == 20
    assert found["gained"] - found["lost"] == round((found["candidate"] - found["current"]) * 20)


def test_the_table_is_one_table(sets: list[JudgedSet]) -> None:
    hand = Classifier(registry.default_model())
    lines = table(compare(hand, hand, sets)).splitlines()
    assert [line.startswith("|---") for line in lines[:3]] == [False, True, False]


def test_reviews_count_only_digits_of_people_held_out(tmp_path: Path) -> None:
    glyphs, labels = np.zeros((4, 28, 28), np.uint8), np.array([1, 2, 10, 3], np.uint8)
    np.savez(tmp_path / "reviews.npz", glyphs=glyphs, labels=labels, held_out=np.array([True, False, True, True]))
    assert reviewed(tmp_path / "reviews.npz").digits.labels.tolist() == [1, 3]


def test_what_is_no_training_set_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(DataMissing, match="training_set"):
        reviewed(tmp_path / "other.npz")
