"""A Keras model as the ONNX bytes that serving loads."""

import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np
import onnx
from onnx import TensorProto, compose, helper

from ml.registry import SECOND


def to_onnx(model: keras.Model) -> bytes:
    """`model`, mapping (n, ...) float32 to (n, k) logits, as an ONNX network with a free batch
    size."""
    model(np.zeros((1, *model.input_shape[1:]), np.float32))  # the exporter wants a model that has been called
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        with warnings.catch_warnings():
            # Keras 3.15 and tf2onnx ask NumPy for names that it no longer has.
            warnings.simplefilter("ignore")
            model.export(path, format="onnx", verbose=False)
        return path.read_bytes()


def together(first: bytes, second: bytes) -> bytes:
    """Both networks, which map the same glyphs to as many logits, as one: of the two it runs the one that its input
    SECOND, a truth value, names. The other costs no time."""
    networks = onnx.load_from_string(first), onnx.load_from_string(second)
    glyph, logits = networks[0].graph.input[0], networks[0].graph.output[0]
    ways = [_branch(network, name, glyph.name) for network, name in zip(networks, ("first", SECOND), strict=True)]
    choice = helper.make_node("If", [SECOND], [logits.name], else_branch=ways[0], then_branch=ways[1])
    which = helper.make_tensor_value_info(SECOND, TensorProto.BOOL, [])
    model = helper.make_model(
        helper.make_graph([choice], "two", [glyph, which], [logits]),
        opset_imports=networks[0].opset_import,
        ir_version=networks[0].ir_version,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _branch(network: onnx.ModelProto, name: str, glyph: str) -> onnx.GraphProto:
    """A network as one way of an If: its names are its own, its input is that of the graph around it."""
    graph = compose.add_prefix_graph(network.graph, f"{name}/")
    own = graph.input[0].name
    for node in graph.node:
        node.input[:] = [glyph if entry == own else entry for entry in node.input]
    return helper.make_graph(list(graph.node), name, [], list(graph.output), list(graph.initializer))
