"""The classifier gives calibrated probabilities, one row per glyph."""

from dataclasses import replace

import numpy as np
import pytest

from ml import registry
from ml.classifier import Classifier, softmax


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
