"""A model's confidences are made to mean what they say, by digits that trained nothing."""

import numpy as np
import pytest

from ml import registry
from ml.classifier import Classifier, softmax
from ml.intervals import wilson
from ml.training.data.digits import Digits
from ml.training.data.sets import JudgedSet
from ml.training.data.sources import NOT_DIGIT, role
from ml.training.judging import calibrate
from ml.training.judging.evaluate import auroc, judge, surest
from ml.training.judging.report import markdown


def test_overconfident_logits_are_cooled() -> None:
    rng = np.random.default_rng(0)
    true = rng.normal(0, 2, (20_000, 11)).astype(np.float32)
    labels = np.array([rng.choice(11, p=row / row.sum()) for row in softmax(true).astype(float)], np.uint8)
    assert calibrate.temperature(true * 3, labels) == pytest.approx(3.0, rel=0.05)


def test_the_calibration_error_is_the_gap_between_saying_and_being() -> None:
    confidence = np.full(1000, 0.9, np.float32)
    right = np.arange(1000) < 700
    assert calibrate.error_of(confidence, right) == pytest.approx(0.2, abs=1e-6)
    assert calibrate.error_of(confidence, np.arange(1000) < 900) == pytest.approx(0, abs=1e-6)


def test_the_threshold_keeps_mistakes_and_letters_out() -> None:
    tens = np.tile(np.eye(10, dtype=np.float32)[3], (2000, 1))
    none = np.zeros(2000, np.float32)
    labels = np.full(2000, 3, np.uint8)
    labels[:100], none[:100] = 4, 0.35  # mistakes, at a confidence of 0.65
    labels[100:200], none[100:200] = NOT_DIGIT, 0.22  # letters, at 0.78
    chosen, table = calibrate.thresholds(tens, none, labels)
    assert chosen["uncertain"] == 0.8
    assert table[0]["error"] == pytest.approx(100 / 1900, abs=1e-6)
    assert table[0]["letters_accepted"] == 1.0


def test_without_a_good_threshold_the_highest_is_taken() -> None:
    tens = np.tile(np.eye(10, dtype=np.float32)[3], (10, 1))
    chosen, _ = calibrate.thresholds(tens, np.zeros(10, np.float32), np.full(10, 4, np.uint8))
    assert chosen["uncertain"] == calibrate.CANDIDATES[-1]


def test_auroc_counts_ties_half() -> None:
    assert auroc(np.array([0.9, 0.8]), np.array([0.1, 0.2])) == 1.0
    assert auroc(np.array([0.5]), np.array([0.5])) == 0.5


def test_the_least_sure_of_fifty_is_left_out_of_the_surest() -> None:
    sure = np.linspace(0.5, 1, 50, dtype=np.float32)
    right = np.arange(50) > 1  # the two least sure are wrong
    assert surest(sure, right) == {"surest": 49, "wrong": 1}


def test_all_pen_digits_are_one_set_too() -> None:
    few = Digits(np.zeros((10, 28, 28), np.uint8), np.arange(10, dtype=np.uint8))  # alike: one label is right
    pens = [JudgedSet(name, name, few) for name in ("pendigits", "unipen")]
    classifier = Classifier(registry.MODELS / "seed")
    found = judge(classifier, pens)
    assert (found["pens"]["surest"], found["pens"]["wrong"]) == (20, 18)
    assert "of the 98 % most confident of all pen digits, 20, 18 are wrong (90.00%)" in markdown({"a": found})
    assert "pens" not in judge(classifier, pens[:1])


def test_wilson_against_a_known_interval() -> None:
    assert wilson(90, 100) == pytest.approx([0.8256, 0.9448], abs=1e-4)


def test_every_writer_has_one_role_for_ever() -> None:
    assert [role(f"tra-{number}") for number in (5, 3, 13, 1)] == ["judge", "calibrate", "calibrate", "train"]
    assert [role(writer) for writer in ("0010", "0018", "0004", "0002")] == ["judge", "judge", "calibrate", "train"]
    assert {role(f"aga-{number:06x}") for number in range(50)} == {"judge", "calibrate", "train"}
