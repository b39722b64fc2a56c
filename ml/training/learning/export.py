"""A Keras model as the ONNX bytes that serving loads, and back."""

import re
import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np
import onnx
from onnx import TensorProto, compose, helper, numpy_helper

from ml.registry import SECOND
from ml.training.learning.layers import RECTIFIER, SPREAD, StandardizedConv2D


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


def take_back(weights: bytes, model: keras.Model, *, second: bool = False) -> None:
    """Gives `model`, of standardised convolutions and one dense layer, the weights that an exported file holds, or
    those of its second network. Raises ValueError where the file is of another architecture."""
    graph = onnx.load_from_string(weights).graph
    if len(graph.node) == 1:
        ways = {entry.name: entry.g for entry in graph.node[0].attribute}
        graph = ways["then_branch" if second else "else_branch"]
    held = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    # Layers are numbered in the order in which they were made, in names that go into the file.
    nodes = sorted((node for node in graph.node if node.op_type == "Conv"), key=lambda node: _number(node.input[1]))
    convolutions = [layer for layer in model.layers if isinstance(layer, StandardizedConv2D)]
    convolutions.sort(key=lambda layer: _number(layer.name))
    dense = [held[node.input[1]] for node in graph.node if node.op_type in {"MatMul", "Add"} and node.input[1] in held]
    for layer, node in zip(convolutions, nodes, strict=True):
        kernel, bias = held[node.input[1]].transpose(2, 3, 1, 0), held[node.input[2]]
        layer.set_weights([kernel, bias, np.sqrt(np.square(kernel).sum((0, 1, 2)) + SPREAD) / RECTIFIER])
    model.get_layer("logits").set_weights(dense)


def _number(name: str) -> int:
    found = re.search(r"standardized_conv2d(?:_(\d+))?", name)
    if not found:
        raise ValueError(f"{name} is no standardised convolution.")
    return int(found[1] or 0)
