"""The classifier gives calibrated probabilities, one row per glyph."""

from dataclasses import replace

import numpy as np
import pytest

from ml import registry
from ml.classifier import Classifier, softmax, turned


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(registry.default_model())


@pytest.mark.parametrize("count", [0, 1, 33])
def test_rows_are_probabilities(classifier: Classifier, count: int) -> None:
    glyphs = np.random.default_rng(0).integers(0, 256, (count, 28, 28), np.uint8)
    probabilities, not_digit = classifier(glyphs)
    assert (probabilities.shape, not_digit.shape) == ((count, 10), (count,))
    assert probabilities.dtype == not_digit.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(1), 1, atol=1e-5)


def test_a_higher_temperature_is_less_sure(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = np.random.default_rng(0).integers(0, 256, (20, 28, 28), np.uint8)
    cool, _ = classifier(glyphs)
    hotter = replace(classifier.card, temperature=classifier.card.temperature * 3)
    monkeypatch.setattr(classifier, "card", hotter)
    warm, _ = classifier(glyphs)
    assert (warm.max(1) < cool.max(1)).all()
    np.testing.assert_array_equal(warm.argmax(1), cool.argmax(1))


def test_an_eleventh_logit_is_not_a_digit(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    logits = np.zeros((1, 11), np.float32)
    logits[0, 3], logits[0, 10] = 2.0, 4.0
    monkeypatch.setattr(classifier, "logits", lambda _: logits * np.float32(classifier.card.temperature))
    probabilities, not_digit = classifier(np.zeros((1, 28, 28), np.uint8))
    assert not_digit[0] == pytest.approx(np.exp(4) / (np.exp(4) + np.exp(2) + 9), abs=1e-5)
    np.testing.assert_allclose(probabilities, softmax(logits[:, :10]), atol=1e-5)


def test_what_it_doubts_it_looks_at_again_turned_either_way(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    glyphs = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)
    monkeypatch.setattr(classifier, "card", replace(classifier.card, second_look={}))
    plain = classifier.logits(glyphs)
    chances = softmax(plain).max(1)
    limit = float(np.median(chances))
    monkeypatch.setattr(classifier, "card", replace(classifier.card, second_look={"below": limit, "degrees": 10}))
    looked, doubted = classifier.logits(glyphs), chances < limit
    assert 0 < doubted.sum() < 40
    np.testing.assert_array_equal(looked[~doubted], plain[~doubted])
    monkeypatch.setattr(classifier, "card", replace(classifier.card, second_look={}))
    left, right = (classifier.logits(turned(glyphs[doubted], degrees)) for degrees in (-10, 10))
    np.testing.assert_allclose(looked[doubted], (plain[doubted] + left + right) / 3, atol=1e-5)


def test_turned_is_clockwise_about_the_middle() -> None:
    glyph = np.zeros((1, 28, 28), np.uint8)
    glyph[0, 4:24, 13:15] = 255
    (leaning,) = turned(glyph, 20)
    ys, xs = np.nonzero(leaning > 128)
    assert xs[ys < 10].mean() > 15
    assert xs[ys > 18].mean() < 13
    np.testing.assert_array_equal(turned(glyph, 0), glyph)
