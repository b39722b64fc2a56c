"""What people have reviewed teaches a model, and it goes live and back while predictions are in flight."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from ml import registry
from ml.reader import Reader
from ml.training.data.sets import reviews
from tests.conftest import SEVEN
from tests.live.system import PATIENCE, ROOT, System
from tests.waiting import wait_until

for package in ("keras", "tensorflow", "tf2onnx"):
    pytest.importorskip(package, reason=f"{package} is not installed: requirements/train.txt")

pytestmark = [
    pytest.mark.services,
    pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # TensorFlow's own, on import
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]
IN_FLIGHT = 200


def test_a_model_that_learned_from_reviews_goes_live_and_back(
    own_system: Callable[..., System], tmp_path: Path
) -> None:
    system = own_system()
    system.manage("demo", "--readings=120")
    system.manage("training_set", str(tmp_path / "reviews"))
    model = trained(tmp_path)
    system.manage("models", "publish", str(model))
    with system.client() as client:
        read(client)  # its answer brings the cookie by which all further ones are the same visitor's
        answers = handed_in_during(system, client, "activate", "tiny", "1.0", "--reason=a test of learning")
        wait_until(lambda: read(client)["model"] == {"name": "tiny", "version": "1.0"}, seconds=PATIENCE)
        answers.append(read(client))
        assert {answer["status"] for answer in answers} == {"succeeded"}
        assert {answer["model"]["name"] for answer in answers} == {"tiny", registry.DEFAULT}
        assert_each_was_read_by_the_one_it_names(answers, {"tiny": model, registry.DEFAULT: registry.default_model()})

        answers = handed_in_during(system, client, "rollback")
        assert {answer["status"] for answer in answers} == {"succeeded"}
        wait_until(lambda: read(client)["model"]["name"] == registry.DEFAULT, seconds=PATIENCE)


def trained(folder: Path) -> Path:
    """A few steps of the seed's network, on reviewed digits alone: they stand in for MNIST, many times over."""
    digits, held_out = reviews(folder / "reviews")
    teaching = np.flatnonzero(~held_out & (digits.labels < 10))
    chosen = np.resize(teaching, 5_600)  # 5,000 of MNIST's are always held out
    glyphs, labels = digits.glyphs[chosen], digits.labels[chosen]
    np.savez(folder / "few.npz", x_train=glyphs, y_train=labels, x_test=glyphs[:50], y_test=labels[:50])
    where = {"MNIST_PATH": str(folder / "few.npz"), "DIGITS_DATA": str(folder)}
    options = ["--architecture=seed", "--epochs=3", "--name=tiny", f"--out={folder}", "--extra", f"{folder}/reviews"]
    command = [sys.executable, "-m", "ml", "train", *options]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **where}, check=True, capture_output=True, text=True)
    card = json.loads((folder / "tiny" / registry.CARD).read_text())
    assert card["data"][1]["set"] == "reviews of this installation: reviews"
    return folder / "tiny"


def handed_in_during(system: System, client: httpx.Client, *command: str) -> list[dict[str, Any]]:
    """What became of IN_FLIGHT drawings and more that were handed in without waiting, from before `manage.py models`
    begins until after it has ended. Nobody looks at one before all are handed in."""
    words = [sys.executable, "manage.py", "models", *command]
    with (
        subprocess.Popen(words, cwd=ROOT, env=system.environment, stdout=subprocess.DEVNULL) as process,
        ThreadPoolExecutor(4) as pool,
    ):
        addresses: list[str] = []
        while process.poll() is None or len(addresses) < IN_FLIGHT:
            addresses += pool.map(lambda _: hand_in(client), range(20))
        assert process.returncode == 0
        return list(pool.map(lambda address: finished(client, address), addresses))


def hand_in(client: httpx.Client) -> str:
    answer = client.post("/api/v1/predictions", json={"strokes": SEVEN})
    assert answer.status_code == 202
    return str(answer.json()["links"]["self"])


def finished(client: httpx.Client, address: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    def is_finished() -> bool:
        found.update(client.get(address).json())
        return bool(found["status"] != "queued")

    wait_until(is_finished, seconds=PATIENCE)
    return found


def read(client: httpx.Client) -> dict[str, Any]:
    return finished(client, hand_in(client))


def assert_each_was_read_by_the_one_it_names(answers: list[dict[str, Any]], folders: dict[str, Path]) -> None:
    """The same drawing each time: the confidence tells whose it is."""
    sure = {name: Reader.load(folder).read(SEVEN).confidence for name, folder in folders.items()}  # type: ignore[arg-type]  # lists, as JSON has them
    assert abs(sure["tiny"] - sure[registry.DEFAULT]) > 1e-4
    for answer in answers:
        assert answer["confidence"] == pytest.approx(sure[answer["model"]["name"]], abs=2e-6)
