"""Networks that are none of ours."""

import pytest


def of_another_shape() -> bytes:
    """Sound, and of ten numbers instead of a glyph."""
    onnx = pytest.importorskip("onnx", reason="onnx is not installed: requirements/train.txt")
    floats = onnx.TensorProto.FLOAT
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Identity", ["glyph"], ["logits"])],
        "identity",
        [onnx.helper.make_tensor_value_info("glyph", floats, ["n", 10])],
        [onnx.helper.make_tensor_value_info("logits", floats, ["n", 10])],
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    weights: bytes = model.SerializeToString()
    return weights
