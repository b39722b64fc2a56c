"""Handing in under an `Idempotency-Key`, for the tests of what becomes of it."""

import json
from pathlib import Path
from typing import Any

from django.test import Client

from tests.conftest import SEVEN, named

ONE, MANY = "/api/v1/predictions", "/api/v1/batches"
ELEVEN: list[list[list[float]]] = [[[0, 0], [0, 90]], [[30, 0], [30, 90]]]
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def draw(client: Client, key: str = KEY, strokes: object = SEVEN, **more: Any) -> Any:
    headers = {"Idempotency-Key": key, **more.pop("headers", {})}
    return client.post(ONE, json.dumps({"strokes": strokes, **more}), content_type="application/json", headers=headers)


def send(client: Client, png: bytes, key: str = KEY, name: str = "seven.png", **options: str) -> Any:
    return client.post(MANY, {"files": [named(png, name)], **options}, headers={"Idempotency-Key": key})


def code(response: Any) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
