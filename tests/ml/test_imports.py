"""Serving starts fast: what reads needs no training stack, and what the web process calls needs no ONNX
Runtime."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def loaded_by(module: str) -> set[str]:
    code = f"import sys, {module}; print(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["ml.reader", "ml.pictures", "ml.strokes"])
def test_serving_needs_no_training_stack(module: str) -> None:
    assert not loaded_by(module) & {
        "keras",
        "tensorflow",
        "tf2onnx",
        "onnx",
        "cv2",
        "matplotlib",
        "django",
        "celery",
    }


@pytest.mark.parametrize("module", ["ml.pictures", "ml.strokes", "ml.reading"])
def test_the_web_process_needs_no_onnx_runtime(module: str) -> None:
    assert "onnxruntime" not in loaded_by(module)
