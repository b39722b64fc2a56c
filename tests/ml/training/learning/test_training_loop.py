"""What the network is shown, at which rate it learns, and that it serves as it was fitted."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml import registry
from ml.classifier import Classifier, softmax

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")
keras = pytest.importorskip("keras", reason="Keras is not installed: requirements/train.txt")
pytest.importorskip("tensorflow", reason="TensorFlow is not installed: requirements/train.txt")
pytest.importorskip("tf2onnx", reason="tf2onnx is not installed: requirements/train.txt")

from ml.training.data.digits import Digits  # noqa: E402
from ml.training.data.sets import JudgedSet  # noqa: E402
from ml.training.glyphs.augment import moved  # noqa: E402
from ml.training.learning import networks  # noqa: E402 - skipped above where Keras is missing
from ml.training.learning.batches import Batches, as_input  # noqa: E402
from ml.training.learning.lessons import Lesson  # noqa: E402
from ml.training.learning.recipes import RECIPES, SHIPPED, Recipe, before  # noqa: E402
from ml.training.learning.train import Rate  # noqa: E402

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # TensorFlow's own, on import and on export
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture
def digits() -> Digits:
    """40 glyphs, each a block whose grey level is its number: they can be told apart in a batch."""
    glyphs = np.zeros((40, 28, 28), np.uint8)
    glyphs[:, 8:20, 10:18] = np.arange(100, 140)[:, None, None]
    return Digits(glyphs, (np.arange(40) % 10).astype(np.uint8))


def seen(batches: Batches) -> list[int]:
    greys = [batches[number][0].max(axis=(1, 2, 3)) * 255 - 100 for number in range(len(batches))]
    return [round(float(grey)) for grey in np.concatenate(greys)]


def test_every_glyph_is_shown_before_one_is_shown_twice(digits: Digits) -> None:
    batches = Batches(Recipe(batch=5, glyphs=20), digits, 10)
    first = seen(batches)
    batches.on_epoch_end()
    assert sorted(first + seen(batches)) == list(range(40))


def test_a_seed_decides_the_order_and_the_movements(digits: Digits) -> None:
    shown = [Batches(Recipe(batch=8, seed=seed, moved=0.5), digits, 11)[0] for seed in (1, 1, 2)]
    np.testing.assert_array_equal(shown[0][0], shown[1][0])
    assert not np.array_equal(shown[0][0], shown[2][0])


def test_a_batch_carries_its_truth(digits: Digits) -> None:
    glyphs, truth = Batches(Recipe(batch=8), digits, 11)[0]
    assert truth.shape == (8, 11)
    np.testing.assert_array_equal(truth.argmax(1), np.round(glyphs.max(axis=(1, 2, 3)) * 255 - 100) % 10)


def test_a_teacher_has_its_share_of_the_truth(digits: Digits) -> None:
    said = softmax(np.random.default_rng(0).normal(0, 3, (40, 10)).astype(np.float32))
    recipe = Recipe(batch=8, taught=0.75)
    (glyphs, truth), (_, plain) = Batches(recipe, digits, 10, said)[0], Batches(recipe, digits, 10)[0]
    shown = np.round(glyphs.max(axis=(1, 2, 3)) * 255).astype(int) - 100
    np.testing.assert_allclose(truth, 0.75 * said[shown] + 0.25 * plain, atol=1e-5)


@pytest.fixture
def lesson(digits: Digits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lesson:
    monkeypatch.setattr(networks, "CACHE", tmp_path / "cache")
    watched = [JudgedSet("few", "A few", Digits(digits.glyphs[:10], digits.labels[:10]))]
    return Lesson("blocks", lambda: digits, watched, [])


def test_a_network_is_fitted_once(lesson: Lesson) -> None:
    said: list[str] = []
    first = networks.fitted(Recipe(epochs=2, batch=10), lesson, said.append)
    told = len(said)
    kept = networks.fitted(Recipe(epochs=2, batch=10), lesson, said.append)
    assert [line[:5] for line in said[told:]] == ["kept:"]
    for mine, theirs in zip(first.model.get_weights(), kept.model.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)
    assert kept.told == first.told
    assert kept.told["backend"] == keras.backend.backend()
    for other in (Recipe(epochs=2, batch=10, seed=2), Recipe(epochs=3, batch=10)):
        before = len(said)
        networks.fitted(other, lesson, said.append)
        assert any(line.startswith("epoch") for line in said[before:])


def test_teachers_are_fitted_first_and_their_mean_is_what_they_say(
    lesson: Lesson, digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    teachers = {name: Recipe(epochs=3, batch=10, seed=seed) for name, seed in (("one", 1), ("two", 2))}
    for name, recipe in teachers.items():
        monkeypatch.setitem(RECIPES, name, recipe)
    monkeypatch.setattr(networks, "lesson_of", lambda recipe, say: lesson)
    answers = networks.answers(Recipe(taught=0.5, teachers=("one", "two")), lesson, lambda line: None)
    fitted = [networks.fitted(recipe, lesson, lambda line: None).model for recipe in teachers.values()]
    said = [softmax(one.predict(as_input(digits.glyphs), verbose=0)) for one in fitted]
    assert answers is not None
    assert np.abs(said[0] - said[1]).max() > 0.01
    np.testing.assert_allclose(answers, (said[0] + said[1]) / 2, atol=2e-3)


def test_what_a_teacher_says_wrongly_is_corrected(lesson: Lesson, digits: Digits) -> None:
    plain = networks.answers(Recipe(taught=0.5), lesson, lambda line: None)
    corrected = networks.answers(Recipe(taught=0.5, corrected=True), lesson, lambda line: None)
    assert plain is not None
    assert corrected is not None
    wrong = plain.argmax(1) != digits.labels
    assert 0 < wrong.sum() < 40
    np.testing.assert_array_equal(corrected[~wrong], plain[~wrong])
    np.testing.assert_array_equal(corrected[wrong], np.eye(10)[digits.labels[wrong]])


def test_what_has_to_be_there_first_is_named_from_the_last_to_the_first() -> None:
    assert before(RECIPES["hand"]) == ["hand_long", "teacher", "teacher_too"]
    assert before(RECIPES["hand_more"]) == []


def test_a_network_may_begin_with_the_weights_of_another(
    lesson: Lesson, digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RECIPES, "one", Recipe(epochs=3, batch=10, seed=1))
    monkeypatch.setattr(networks, "lesson_of", lambda recipe, say: lesson)
    going_on = Recipe(epochs=1, batch=10, seed=2, learning_rate=0.0, start="one")
    first = networks.fitted(RECIPES["one"], lesson, lambda line: None).model
    after = networks.fitted(going_on, lesson, lambda line: None).model
    for mine, theirs in zip(first.get_weights(), after.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_what_is_shipped_may_be_kept_or_gone_on_with(lesson: Lesson, digits: Digits) -> None:
    shipped, shown = Classifier(registry.default_model()), as_input(digits.glyphs)
    second = networks.fitted(RECIPES["second_kept"], lesson, lambda line: None).model
    np.testing.assert_allclose(
        second.predict(shown, verbose=0), shipped.network(digits.glyphs, second=True), atol=1e-4, rtol=1e-4
    )
    going_on = Recipe("hand", epochs=1, batch=10, learning_rate=0.0, start=SHIPPED)
    first = networks.fitted(going_on, lesson, lambda line: None).model
    np.testing.assert_allclose(first.predict(shown, verbose=0), shipped.network(digits.glyphs), atol=1e-4, rtol=1e-4)


def test_without_named_teachers_the_shipped_model_teaches(lesson: Lesson, digits: Digits) -> None:
    answers = networks.answers(Recipe(taught=0.5), lesson, lambda line: None)
    said = softmax(Classifier(registry.default_model()).network(digits.glyphs)[:, :10])
    assert answers is not None
    np.testing.assert_allclose(answers, said, atol=1e-3)
    assert networks.answers(Recipe(), lesson, lambda line: None) is None


def test_movements_are_small_and_leave_the_rest_alone(digits: Digits) -> None:
    changed = moved(digits.glyphs, 0.5, np.random.default_rng(0))
    same = (changed == digits.glyphs).all(axis=(1, 2))
    assert 10 <= same.sum() <= 30
    ratio = changed[~same].sum(axis=(1, 2)) / digits.glyphs[~same].sum(axis=(1, 2))
    assert 0.75 < ratio.min() <= ratio.max() < 1.35
    apart = np.abs(changed[~same].astype(int) - digits.glyphs[~same])
    assert apart[:, 11:17, 12:16].max() < 20  # the block's inside is still ink


def test_the_rate_rises_is_held_and_falls_to_nothing() -> None:
    def rate(recipe: Recipe, step: int) -> float:
        return float(keras.ops.convert_to_numpy(Rate(recipe, 100)(step)))

    recipe = Recipe(epochs=10, learning_rate=1.0, warmup=9, cooldown=4)
    assert rate(recipe, 0) == pytest.approx(0.1)
    assert rate(recipe, 100) == rate(recipe, 600) == 1.0
    assert rate(recipe, 700) == pytest.approx(0.5)
    assert rate(recipe, 1000) == 0.0
    assert rate(Recipe(epochs=10, learning_rate=1.0), 1000) == 1.0


def test_a_standardised_convolution_heeds_neither_its_filters_mean_nor_their_length() -> None:
    from ml.training.learning.layers import StandardizedConv2D

    layer = StandardizedConv2D(4, 3)
    glyphs = np.random.default_rng(0).random((2, 9, 9, 3), np.float32)
    before = keras.ops.convert_to_numpy(layer(glyphs))
    layer.kernel.assign(layer.kernel * 3.0 + 0.5)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(glyphs)), before, atol=0.02)


def test_kept_weights_hold_the_gains_too(tmp_path: Path) -> None:
    from ml.training.learning.architectures import hand

    network, again = hand(), hand()
    gained = next(layer for layer in network.layers if hasattr(layer, "gain"))
    gained.gain.assign(gained.gain * 2.0)
    network.save_weights(tmp_path / "kept.weights.h5")
    again.load_weights(tmp_path / "kept.weights.h5")
    for mine, theirs in zip(network.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_what_was_fitted_in_half_precision_is_served_in_full_as_plain_convolutions(digits: Digits) -> None:
    onnx = pytest.importorskip("onnx")
    onnxruntime: Any = pytest.importorskip("onnxruntime")
    from ml.training.learning.export import to_onnx
    from ml.training.learning.train import train

    recipe = Recipe("hand", epochs=1, batch=20, precision="mixed_bfloat16", average=0.5)
    fitted, _ = train(recipe, digits)
    weights = to_onnx(fitted)
    kinds = [node.op_type for node in onnx.load_from_string(weights).graph.node]
    assert kinds.count("Conv") == 10
    assert "ReduceMean" not in kinds
    session = onnxruntime.InferenceSession(weights)
    shown = as_input(digits.glyphs)
    served = session.run(None, {session.get_inputs()[0].name: shown})[0]
    np.testing.assert_allclose(served, fitted.predict(shown, verbose=0), atol=1e-3)
