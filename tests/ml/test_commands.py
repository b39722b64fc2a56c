"""`python -m ml` says what it did, and in one sentence what it lacks."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import registry
from ml.__main__ import main


@pytest.fixture
def few_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data set of made digits, 20 to train on and 20 to test on, in MNIST's layout."""
    pictures = np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8)
    labels = np.arange(20, dtype=np.uint8) % 10
    path = tmp_path / "few.npz"
    np.savez(path, x_train=pictures, y_train=labels, x_test=pictures, y_test=labels)
    monkeypatch.setenv("MNIST_PATH", str(path))
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    return path


@pytest.mark.usefixtures("few_digits")
def test_evaluate_prints_and_writes_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--out", str(tmp_path / "model")]) == 0
    said = capsys.readouterr().out
    assert said.count("left out:") == 4  # no set of people's digits is here
    assert said.endswith((tmp_path / "model" / "evaluation.md").read_text() + "\n")
    figures = json.loads((tmp_path / "model" / "evaluation.json").read_text())
    assert [found["mnist_test"]["digits"] for found in figures.values()] == [20, 20]


@pytest.mark.usefixtures("few_digits")
def test_evaluate_lays_the_first_model_beside_the_others_on_the_held_out_reviews_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held_out = np.arange(6) >= 2
    np.savez(tmp_path / "reviews.npz", glyphs=np.zeros((6, 28, 28), np.uint8), labels=np.arange(6), held_out=held_out)
    assert main(["evaluate", "--corruptions=0", "--reviews", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    shipped = registry.read_card(registry.default_model())
    assert f"| set | items | {shipped.name} {shipped.version} | seed 1.0 | gained | lost | p |" in said
    assert "| Reviews, people held out | 4 |" in said


@pytest.mark.usefixtures("few_digits")
def test_reviews_of_nobody_held_out_judge_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nobody = np.zeros(3, np.bool_)
    np.savez(tmp_path / "reviews.npz", glyphs=np.zeros((3, 28, 28), np.uint8), labels=np.arange(3), held_out=nobody)
    assert main(["compare", str(registry.MODELS / "seed"), "--reviews", str(tmp_path)]) == 0
    assert "left out: Reviews, people held out: there are none" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_missing_data_is_one_sentence_and_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "mnist.npz"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("MNIST_PATH", str(path))
    assert main(["evaluate"]) == 2
    said = capsys.readouterr().err
    assert "MNIST_PATH" in said
    assert said.count("\n") == 1


def test_an_archive_of_something_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "other.npz"))
    assert main(["evaluate"]) == 2
    assert "x_train" in capsys.readouterr().err


def test_publish_installs_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained = shutil.copytree(registry.default_model(), tmp_path / "trained")
    assert main(["publish", str(trained), "--out", str(tmp_path / "models")]) == 0
    assert "published" in capsys.readouterr().out
    assert registry.load(tmp_path / "models" / registry.DEFAULT)[1].name == registry.DEFAULT


def test_publish_refuses_a_folder_that_is_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", str(tmp_path)]) == 2
    assert "card.json" in capsys.readouterr().err


def test_figures_are_right_for_a_known_confusion() -> None:
    from ml.training.judging.evaluate import metrics

    truth = np.array([0, 0, 0, 1, 1, 2], np.uint8)
    found: NDArray[np.float32] = np.eye(10, dtype=np.float32)[[0, 0, 1, 1, 1, 0]]
    figures = metrics(found, truth)
    assert figures["accuracy"] == pytest.approx(4 / 6, abs=1e-6)
    assert figures["precision"] == pytest.approx((2 / 3 + 2 / 3) / 10, abs=1e-6)
    assert figures["recall"] == pytest.approx((2 / 3 + 1) / 10, abs=1e-6)
    assert figures["confusion"][0][:3] == [2, 1, 0]
