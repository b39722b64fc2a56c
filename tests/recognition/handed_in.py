"""Batches handed in by API, for the tests of all that becomes of them."""

from typing import Any

from django.test import Client

from tests.conftest import named
from tests.recognition.hostile import packed

URL = "/api/v1/batches"


def hand_in(client: Client, *files: tuple[str, bytes], **options: str) -> dict[str, Any]:
    response = client.post(URL, {"files": [named(data, name) for name, data in files], **options})
    assert response.status_code == 202, response.content
    return dict(response.json())


def items(client: Client, batch: dict[str, Any]) -> list[dict[str, Any]]:
    return list(client.get(batch["links"]["items"]).json()["items"])


def some(count: int, png: bytes) -> tuple[str, bytes]:
    return "seven.zip", packed(*((f"{number}.png", png) for number in range(count)))
