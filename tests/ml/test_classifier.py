"""The classifier gives calibrated probabilities, one row per glyph."""

from dataclasses import replace

import numpy as np
import pytest

from ml import registry, strokes
from ml.classifier import Classifier, seen, softmax, views
from ml.narrow import may_be_one
from ml.normalize import normalize


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


def test_many_are_shown_a_few_at_a_time(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = np.random.default_rng(3).integers(0, 256, (11, 28, 28), np.uint8)
    together = classifier.network(glyphs)
    monkeypatch.setattr("ml.registry.TOGETHER", 4)
    assert np.allclose(classifier.network(glyphs), together, atol=1e-4)


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
    monkeypatch.setattr(classifier, "logits", lambda *_: logits * np.float32(classifier.card.temperature))
    probabilities, not_digit = classifier(np.zeros((1, 28, 28), np.uint8))
    assert not_digit[0] == pytest.approx(np.exp(4) / (np.exp(4) + np.exp(2) + 9), abs=1e-5)
    np.testing.assert_allclose(probabilities, softmax(logits[:, :10]), atol=1e-5)


@pytest.mark.parametrize(("wide", "narrow"), [(0.25, True), (0.35, False), (0.7, False)])
@pytest.mark.parametrize("lean", [0.0, 0.3])
def test_a_7_narrower_than_peoples_may_be_a_1(
    classifier: Classifier, monkeypatch: pytest.MonkeyPatch, wide: float, narrow: bool, lean: float
) -> None:
    drawn = strokes.check([[[lean, 0], [lean + wide, 0], [0, 1]]] if lean else [[[0, 0], [wide, 0], [wide, 1]]])
    glyph = normalize(strokes.render(drawn))
    assert may_be_one(glyph) is narrow
    logits = np.zeros((1, 11), np.float32)
    logits[0, 7] = 9.0
    monkeypatch.setattr(classifier, "logits", lambda *_: logits * np.float32(classifier.card.temperature))
    [tens], _ = classifier(glyph[np.newaxis])
    assert tens.argmax() == 7
    assert bool(tens[7] < 0.7) is narrow
    assert bool(tens[1] > 0.3) is narrow
    assert tens.sum() == pytest.approx(1, abs=1e-5)


def test_what_it_doubts_it_looks_at_again(classifier: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    glyphs = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)
    monkeypatch.setattr(classifier, "card", replace(classifier.card, second_look={}))
    plain = classifier.logits(glyphs)
    chances = softmax(plain).max(1)
    look = {"below": float(np.median(chances)), "degrees": 10, "size": 0.1}
    doubted = chances < look["below"]
    shown = [glyphs[doubted], *views(glyphs[doubted], look)]
    said = [classifier.network(view, second=second) for view in shown for second in (False, True)]
    monkeypatch.setattr(classifier, "card", replace(classifier.card, second_look=look))
    np.testing.assert_array_equal(classifier.logits(glyphs), plain)
    looked = classifier.logits(glyphs, again=True)
    assert 0 < doubted.sum() < 40
    np.testing.assert_array_equal(looked[~doubted], plain[~doubted])
    np.testing.assert_allclose(looked[doubted], sum(said) / 10, atol=1e-5)
    some = np.arange(40) < 20
    np.testing.assert_array_equal(classifier.logits(glyphs, some), np.where(some[:, None], looked, plain))


def test_views_are_turned_clockwise_about_the_middle_and_sized() -> None:
    glyph = np.zeros((1, 28, 28), np.uint8)
    glyph[0, 4:24, 12:16] = 255
    (leaning,), (small,) = seen(glyph, 20, 1), seen(glyph, 0, 0.5)
    ys, xs = np.nonzero(leaning > 128)
    assert xs[ys < 10].mean() > 15
    assert xs[ys > 18].mean() < 13
    assert 9 <= (small > 128).any(1).sum() <= 11
    np.testing.assert_array_equal(seen(glyph, 0, 1), glyph)
