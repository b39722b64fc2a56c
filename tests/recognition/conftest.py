"""What several tests of the app start from."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ml.reader import Reader
from recognition.models import Prediction
from tests.conftest import named
from tests.recognition.staff import reviewer


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader.load()


@pytest.fixture
def row(queue_away: None, alice: Client, seven_png: bytes, reader: Reader) -> Prediction:
    """Alice's picture, read."""
    alice.post("/upload", {"image": named(seven_png, "seven.png")})
    row = Prediction.objects.get()
    row.complete(reader.read(seven_png), preview=b"preview")
    return row


@pytest.fixture
def rita(alice: Client) -> Client:
    """A reviewer, where alice hands in."""
    return reviewer("rita")


@pytest.fixture
def models_folder(tmp_path: Path, settings: Any) -> Path:
    """Where models are published in this test."""
    settings.MODELS_DIR = tmp_path / "models"
    return tmp_path / "models"
