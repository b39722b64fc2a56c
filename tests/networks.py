"""Networks that are none of ours."""

from typing import Any

import numpy as np
import pytest

from ml.registry import SECOND

Shapes = dict[str, list[Any]]


def of_another_shape() -> bytes:
    """Sound, and of ten numbers instead of a glyph."""
    return made([("Identity", ["glyph"])], {"glyph": ["n", 10]})


def of_one_glyph() -> bytes:
    """Sound, and it takes glyphs as ours do, but never two at once."""
    return made([("Reshape", ["glyph", "one"]), ("MatMul", ["0", "weights"])], {"glyph": [1, 28, 28, 1]})


def of_one_glyph_the_second_time() -> bytes:
    """The first of its two networks takes as many glyphs as there are, the second takes one."""
    nodes = [("Where", [SECOND, "one", "many"]), ("Reshape", ["glyph", "0"]), ("MatMul", ["1", "weights"])]
    return made(nodes, {"glyph": ["n", 28, 28, 1], SECOND: []})


def made(nodes: list[tuple[str, list[str]]], inputs: Shapes) -> bytes:
    """Ten logits a glyph; each node's output is named by its place, the last one's "logits"."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed: requirements/train.txt")
    kinds, names = onnx.TensorProto, [*map(str, range(len(nodes) - 1)), "logits"]
    constants = {
        "one": np.array([1, 784]),
        "many": np.array([-1, 784]),
        "weights": np.ones((784, 10), np.float32),
    }
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node(kind, fed, [name]) for (kind, fed), name in zip(nodes, names, strict=True)],
        "none of ours",
        [
            onnx.helper.make_tensor_value_info(name, kinds.BOOL if name == SECOND else kinds.FLOAT, shape)
            for name, shape in inputs.items()
        ],
        [onnx.helper.make_tensor_value_info("logits", kinds.FLOAT, [inputs["glyph"][0], 10])],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    weights: bytes = model.SerializeToString()
    return weights
