"""From the client through gunicorn, the database, Redis and a Celery worker, and back."""

import io
import os
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from PIL import Image

from tests.conftest import SEVEN, png_of
from tests.live.system import System

pytestmark = [pytest.mark.services, pytest.mark.timeout(420)]  # starting, waiting and stopping on a busy machine
MNIST = Path(os.environ.get("MNIST_PATH", "../shared/data/mnist.npz"))
URL = "/api/v1/predictions"
WAIT = {"Prefer": "wait=5"}


@pytest.fixture(scope="module")
def mnist() -> tuple[np.ndarray, np.ndarray]:
    if not MNIST.is_file():
        pytest.skip(f"no MNIST at {MNIST}: set MNIST_PATH to its .npz")
    with np.load(MNIST) as arrays:
        return arrays["x_test"], arrays["y_test"]


def upload(client: httpx.Client, png: bytes) -> httpx.Response:
    return client.post(URL, files={"image": ("digit.png", png)}, headers=WAIT)


def test_a_drawing_is_read_by_a_worker(live_system: System) -> None:
    with live_system.client() as client:
        response = client.post(URL, json={"strokes": SEVEN}, headers=WAIT)
    assert (response.status_code, response.json()["number"]) == (201, "7"), response.text


def test_mnists_first_test_digit_is_a_seven(live_system: System, mnist: tuple[np.ndarray, np.ndarray]) -> None:
    with live_system.client() as client:
        response = upload(client, png_of(Image.fromarray(mnist[0][0])))
    assert (response.status_code, response.json()["number"]) == (201, "7"), response.text


def test_a_thousand_mnist_digits(live_system: System, mnist: tuple[np.ndarray, np.ndarray]) -> None:
    with live_system.client() as client:
        before = rows(client)
        answers = [upload(client, png_of(Image.fromarray(image))).json() for image in mnist[0][:1000]]
        assert rows(client) - before == 1000
    right = [answer["number"] == str(label) for answer, label in zip(answers, mnist[1][:1000], strict=True)]
    assert {answer["status"] for answer in answers} == {"succeeded"}
    assert sum(right) >= 985


def rows(client: httpx.Client) -> int:
    """How many predictions have succeeded, as the system's own metrics say."""
    lines = client.get("/metrics").text.splitlines()
    return sum(int(float(line.split()[-1])) for line in lines if 'digits_predictions{status="succeeded"}' in line)


@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "HEIF", "AVIF"])
def test_every_format_is_read_and_shown_back(live_system: System, seven: Image.Image, file_format: str) -> None:
    with live_system.client() as client:
        answer = upload(client, png_of(seven, file_format)).json()
        picture = client.get(answer["links"]["picture"])
    assert answer["number"] == "7"
    shown = Image.open(io.BytesIO(picture.content))
    assert (shown.size, picture.headers["Content-Type"]) == ((100, 100), f"image/{str(shown.format).lower()}")
    assert shown.format not in {"TIFF", "HEIF", "AVIF"}


def test_readyz_names_the_model_of_the_worker_that_answered(live_system: System) -> None:
    document = httpx.get(f"{live_system.url}/readyz", timeout=10).json()
    assert document["ready"]
    assert document["worker"]["detail"]


def test_a_worker_holds_the_network_in_under_200_mb(live_system: System) -> None:
    held = [process.memory_info().rss / 1e6 for process in live_system.worker("interactive")]
    assert held
    assert max(held) < 200


def test_no_process_has_loaded_tensorflow(live_system: System) -> None:
    maps = [m.path for p in live_system.family() for m in psutil.Process(p.pid).memory_maps()]
    assert any("onnxruntime" in path for path in maps)
    assert not any("tensorflow" in path for path in maps)
