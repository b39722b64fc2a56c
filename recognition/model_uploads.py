"""A model that comes through the browser: its weights, its card, and what the comparison found."""

import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ml import registry
from recognition.models.versions import ModelVersion

MOST_BYTES = 100_000_000  # the shipped one has 4 MB


class UploadRefused(Exception):
    """These files are no model. The sentence says what is missing."""


def publish(files: dict[str, Any]) -> ModelVersion:
    """As `manage.py models publish`, from `weights`, `card` and perhaps `comparison`.

    Raises UploadRefused and versions.ActivationRefused.
    """
    for name, called in (("weights", registry.WEIGHTS), ("card", registry.CARD)):
        if name not in files:
            raise UploadRefused(f"There is no {called}: a model is both files of its folder.")
    if sum(file.size or 0 for file in files.values()) > MOST_BYTES:
        raise UploadRefused(f"A model may have {MOST_BYTES // 1_000_000} MB.")
    with tempfile.TemporaryDirectory(prefix="digits-model-") as folder:
        keep(files["weights"], Path(folder) / registry.WEIGHTS)
        keep(files["card"], Path(folder) / registry.CARD)
        try:
            return ModelVersion.publish(Path(folder), comparison_of(files.get("comparison")))
        except registry.ModelBroken as broken:
            raise UploadRefused(broken.sentence.replace(folder, "The upload")) from broken


def keep(file: "UploadedFile[bytes]", path: Path) -> None:
    with path.open("wb") as kept:
        for part in file.chunks():
            kept.write(part)


def comparison_of(file: "UploadedFile[bytes] | None") -> dict[str, Any] | None:
    return comparison_in(file.read()) if file else None


def comparison_in(content: bytes) -> dict[str, Any]:
    """Raises UploadRefused for what `python -m ml compare` has not written."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UploadRefused(f"The comparison is no JSON ({error}); make one with: python -m ml compare") from None
    if not isinstance(found, dict) or "verdict" not in found:
        raise UploadRefused("The comparison has no verdict; make one with: python -m ml compare")
    return found
