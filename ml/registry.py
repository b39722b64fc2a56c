"""Models on disk: a folder each, model.onnx with card.json beside it, verified on loading and swapped by a
rename."""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ml.card import Card
from ml.normalize import NORMALIZATION, SIDE

if TYPE_CHECKING:
    import onnxruntime

MODELS = Path(__file__).parent / "models"
DEFAULT = "hand"
WEIGHTS = "model.onnx"
SECOND = "second"  # the input, a truth value, that chooses the second network of a file that has two
CARD = "card.json"
TOGETHER = 32  # images that a network is shown at once
NOTHING: Mapping[str, Any] = MappingProxyType({})


class ModelBroken(Exception):
    """A model folder that cannot be served. `sentence` says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def default_model() -> Path:
    """The folder of the model that ships with the project."""
    return MODELS / DEFAULT


def load(folder: Path) -> "tuple[onnxruntime.InferenceSession, Card]":
    """The model in `folder`, its weights checked against the card's sha256, its shapes against what we feed
    it, and that it runs.

    The session has one thread: two halve the throughput of single pictures. Raises ModelBroken.
    """
    card = read_card(folder)
    if card.normalization != NORMALIZATION:
        raise ModelBroken(
            f"{folder} reads glyphs of normalisation {card.normalization}, ours are of {NORMALIZATION}: train it again."
        )
    try:
        weights = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        raise ModelBroken(f"{folder} has no readable {WEIGHTS}: publish the model again.") from error
    if hashlib.sha256(weights).hexdigest() != card.sha256:
        raise ModelBroken(f"{folder / WEIGHTS} is not the file its card describes (sha256 differs): publish it again.")
    network = session(folder / WEIGHTS, weights)
    _check_shapes(folder, network)
    _check_runs(folder, network)
    return network, card


def read_card(folder: Path) -> Card:
    """The card in `folder`, without loading the weights. Raises ModelBroken."""
    path = folder / CARD
    try:
        return Card.from_json(json.loads(path.read_text("utf-8")))
    except OSError as error:
        raise ModelBroken(f"{folder} has no readable {CARD}: it is not a model's folder.") from error
    except ValueError as error:
        raise ModelBroken(f"{path} is broken ({error}): publish the model again.") from error


def publish(
    weights: bytes,
    card: Card,
    models: Path = MODELS,
    folder: str | None = None,
    beside: Mapping[str, bytes] = NOTHING,
) -> Path:
    """Writes `weights` and `card` (its sha256 and file_size filled in here) as models/<card.name>, or as
    models/<folder>, with what lies `beside` them (ml.evidence); returns the folder.

    The folder is made beside its place, loaded once to prove it serves, and put there by renaming: a reader
    finds the old model or the new one, never half of either. Raises ModelBroken, leaving the old one, if it
    does not load.
    """
    models.mkdir(parents=True, exist_ok=True)
    place = models / _plain(folder or card.name)
    made = Path(tempfile.mkdtemp(prefix=f".{card.name}-", dir=models))
    try:
        card = replace(card, sha256=hashlib.sha256(weights).hexdigest(), file_size=len(weights))
        (made / WEIGHTS).write_bytes(weights)
        (made / CARD).write_text(_readable(card.as_json()), "utf-8")
        for name, data in beside.items():
            (made / name).write_bytes(data)
        load(made)
        made.chmod(0o755)
        _swap(made, place)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return place


def _plain(name: str) -> str:
    """Raises ModelBroken for a name that would lead out of the models' folder."""
    if not re.fullmatch(r"[\w-][\w.-]*", name):
        raise ModelBroken(f"{name!r} is no name for a model's folder: use letters, digits, dots and dashes.")
    return name


def _readable(card: dict[str, Any]) -> str:
    """JSON, indented, with each list of plain values on a line of its own: a confusion matrix looks like
    one."""
    text = json.dumps(card, indent=1)
    return re.sub(r"\[([^\[\]{}]*)\]", lambda found: "[" + " ".join(found.group(1).split()) + "]", text) + "\n"


def _swap(made: Path, place: Path) -> None:
    """Puts `made` at `place`. A full folder cannot be renamed onto another, so the old one steps aside
    first."""
    old = made.with_name(made.name + "-old")
    if place.exists():
        place.rename(old)
    try:
        made.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)


def session(path: Path, weights: bytes) -> "onnxruntime.InferenceSession":
    """The network of `weights`, which were read from `path`, on one thread. Raises ModelBroken."""
    # Here, so that a process that only looks at cards does not have its threads: they do not survive gunicorn's fork.
    import onnxruntime  # noqa: PLC0415

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own exceptions share no base but this one
        raise ModelBroken(f"{path} is not a network that ONNX Runtime can run: {error}") from error


def run(
    network: "onnxruntime.InferenceSession", name: str, images: NDArray[np.uint8], beside: Mapping[str, Any] = NOTHING
) -> NDArray[np.float32]:
    """The network's output (n, k) for images (n, height, width, channels) as the input `name`, scaled to 0 to 1.

    Never more than TOGETHER at once: what a network holds of its layers for one page of noise, a worker would keep.
    """
    several = range(0, max(1, len(images)), TOGETHER)
    scaled = (images[start : start + TOGETHER].astype(np.float32) / np.float32(255) for start in several)
    said: list[NDArray[np.float32]] = [network.run(None, {name: some, **beside})[0] for some in scaled]
    return said[0] if len(said) == 1 else np.concatenate(said)


def _check_shapes(folder: Path, network: "onnxruntime.InferenceSession") -> None:
    inputs, outputs = [value for value in network.get_inputs() if value.name != SECOND], network.get_outputs()
    if len(inputs) != 1 or list(inputs[0].shape[1:]) != [SIDE, SIDE, 1]:
        raise ModelBroken(f"{folder} does not take glyphs of {SIDE}x{SIDE}x1: {[value.shape for value in inputs]}.")
    if len(outputs) != 1 or outputs[0].shape[1:] not in ([10], [11]):
        raise ModelBroken(f"{folder} does not give 10 or 11 logits: {[value.shape for value in outputs]}.")


def _check_runs(folder: Path, network: "onnxruntime.InferenceSession") -> None:
    """What a network says of its shapes is not all that it asks for: it is shown two empty glyphs."""
    names = {value.name for value in network.get_inputs()}
    glyphs = np.zeros((2, SIDE, SIDE, 1), np.uint8)
    both = [{SECOND: np.array(second)} for second in (False, True)]
    for beside in both if SECOND in names else [NOTHING]:
        try:
            logits = run(network, (names - {SECOND}).pop(), glyphs, beside)
        except Exception as error:  # as in `session`
            raise ModelBroken(f"{folder} cannot read two glyphs at once: {error}") from error
        if logits.shape not in ((2, 10), (2, 11)):
            raise ModelBroken(f"{folder} gives no logits for two glyphs: {logits.shape}.")
