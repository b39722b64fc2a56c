"""The seed's network is what it claims, learns, and serves as it was trained. Needs the training extra."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ml import registry, strokes
from ml.classifier import Classifier
from ml.normalize import normalize

onnx = pytest.importorskip("onnx", reason="onnx is not installed: requirements/train.txt")
keras = pytest.importorskip("keras", reason="Keras is not installed: requirements/train.txt")
pytest.importorskip("tensorflow", reason="TensorFlow is not installed: requirements/train.txt")
pytest.importorskip("tf2onnx", reason="tf2onnx is not installed: requirements/train.txt")

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # TensorFlow's own, on import and on export
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


SEED = registry.MODELS / "seed"


@pytest.fixture(scope="module")
def network() -> Any:
    from ml.training.learning.architectures import seed

    keras.utils.set_random_seed(1)
    return seed()


def test_the_seed_has_its_layers_shapes_and_81066_parameters(network: Any) -> None:
    shapes = [(type(layer).__name__, tuple(layer.output.shape[1:])) for layer in network.layers]
    assert shapes == [
        ("Conv2D", (26, 26, 64)),
        ("MaxPooling2D", (13, 13, 64)),
        ("Conv2D", (11, 11, 64)),
        ("MaxPooling2D", (5, 5, 64)),
        ("Conv2D", (3, 3, 64)),
        ("MaxPooling2D", (1, 1, 64)),
        ("Flatten", (64,)),
        ("Dense", (64,)),
        ("Dense", (32,)),
        ("Dense", (10,)),
    ]
    assert network.count_params() == 81_066
    assert registry.read_card(SEED).parameters == 81_066


def shipped_weights() -> list[NDArray[np.float32]]:
    """The shipped file's weights in Keras' order and layout: ONNX keeps kernels as (out, in, 3, 3)."""
    model = onnx.load(SEED / registry.WEIGHTS)
    stored = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    inputs = [stored[name] for node in model.graph.node for name in node.input if name in stored]
    floats = [value for value in inputs if value.dtype == np.float32]
    return [value.transpose(2, 3, 1, 0) if value.ndim == 4 else value for value in floats]


def glyphs_of(drawn: Iterable[object]) -> NDArray[np.uint8]:
    return np.stack([normalize(strokes.render(strokes.check(drawing))) for drawing in drawn])


def test_onnx_answers_as_keras_on_256_digits(network: Any, drawings: dict[int, Any]) -> None:
    from ml.training.learning.batches import as_input

    rng = np.random.default_rng(0)
    shaken = [
        [[[x + rng.normal(), y + rng.normal()] for x, y in stroke] for stroke in drawings[index % 10]]
        for index in range(256)
    ]
    glyphs = glyphs_of(shaken)
    network.set_weights(shipped_weights())
    served = Classifier(SEED).network(glyphs)
    np.testing.assert_allclose(served, network.predict(as_input(glyphs), verbose=0), atol=1e-4, rtol=0)


def test_two_networks_are_one_file(network: Any, tmp_path: Path, drawings: dict[int, Any]) -> None:
    from ml.training.learning.export import to_onnx, together

    keras.utils.set_random_seed(2)
    network.set_weights([np.random.default_rng(3).normal(0, 0.1, w.shape) for w in network.get_weights()])
    other = to_onnx(network)
    card = registry.read_card(SEED)
    both = registry.publish(together((SEED / registry.WEIGHTS).read_bytes(), other), card, tmp_path, "both")
    alone = Classifier(registry.publish(other, card, tmp_path, "alone"))
    served, glyphs = Classifier(both), glyphs_of(drawings.values())
    np.testing.assert_array_equal(served.network(glyphs), Classifier(SEED).network(glyphs))
    np.testing.assert_array_equal(served.network(glyphs, second=True), alone.network(glyphs))
    assert np.abs(served.network(glyphs) - alone.network(glyphs)).max() > 1


def test_what_is_shipped_can_be_trained_further(drawings: dict[int, Any]) -> None:
    from ml.training.learning.architectures import ARCHITECTURES
    from ml.training.learning.batches import as_input
    from ml.training.learning.export import take_back

    shipped, glyphs = Classifier(registry.default_model()), glyphs_of(drawings.values())
    weights = (registry.default_model() / registry.WEIGHTS).read_bytes()
    for name, second in (("hand", False), ("second", True)):
        taken = ARCHITECTURES[name]()
        take_back(weights, taken, second=second)
        served = shipped.network(glyphs, second=second)
        np.testing.assert_allclose(taken.predict(as_input(glyphs), verbose=0), served, atol=1e-4)
    with pytest.raises(ValueError, match="no standardised convolution"):
        take_back((SEED / registry.WEIGHTS).read_bytes(), ARCHITECTURES["hand"]())


def test_the_shipped_networks_have_eleven_outputs_and_are_of_949950_parameters() -> None:
    from ml.training.learning.architectures import hand, second

    networks = hand(), second()
    assert {network.output_shape for network in networks} == {(None, 11)}
    parameters = sum(network.count_params() for network in networks)
    assert parameters == registry.read_card(registry.default_model()).parameters == 949_950


def test_a_model_is_produced_with_its_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drawings: dict[int, Any]
) -> None:
    from ml.training import produce
    from ml.training.data import sets
    from ml.training.data.digits import Digits
    from ml.training.data.extra import Extra
    from ml.training.learning import networks
    from ml.training.learning.recipes import RECIPES, Recipe

    glyphs: NDArray[np.uint8] = np.stack([normalize(strokes.render(strokes.check(d))) for d in drawings.values()])
    np.savez(
        tmp_path / "few.npz",
        x_train=np.tile(glyphs, (20, 1, 1)),
        y_train=np.tile(np.arange(10, dtype=np.uint8), 20),
        x_test=glyphs,
        y_test=np.arange(10, dtype=np.uint8),
    )
    monkeypatch.setenv("MNIST_PATH", str(tmp_path / "few.npz"))
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    monkeypatch.setattr(sets, "MNIST_HELD_OUT", 50)
    monkeypatch.setattr(networks, "CACHE", tmp_path / "cache")
    said: list[str] = []
    extra = [Extra("july", Digits(glyphs[:4], np.arange(4, dtype=np.uint8)))]
    monkeypatch.setitem(RECIPES, "other", Recipe(epochs=2, batch=10, seed=2))
    recipe = Recipe(epochs=12, batch=10, second="other")
    folder = produce.produce(recipe, "few", "0.1", tmp_path / "models", said.append, extra)
    assert len(list((tmp_path / "cache").glob("seed-*.weights.h5"))) == 2
    _, card = registry.load(folder)
    assert sum(line.startswith("epoch") for line in said) == 12 + 2
    assert card.parameters == 2 * 81_066
    assert card.recipe["second"]["epochs"] == 2
    assert card.metrics["mnist_test"]["accuracy"] >= 0.9
    assert np.array(card.metrics["mnist_test"]["confusion"]).shape == (10, 10)
    assert card.training_seconds > 0
    assert card.data[0]["digits"] == 150
    assert card.data[1] == {"set": "reviews of this installation: july", "digits": 4, "glyphs": 16}
