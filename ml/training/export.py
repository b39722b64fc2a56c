"""A Keras model as the ONNX bytes that serving loads."""

import tempfile
import warnings
from pathlib import Path

import keras
import numpy as np


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
