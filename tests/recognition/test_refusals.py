"""Whatever is refused has a heading of its own and a sentence that says what to do."""

import re
from pathlib import Path

import pytest

from recognition.display.wording import PROBLEMS, REASONS

ROOT = Path(__file__).parents[2]
SOURCES = ["ml/pictures.py", "ml/strokes.py", "recognition/uploads.py", "recognition/pages/views.py"]
SOURCES += [
    "recognition/models/prediction.py",
    "workers/reader.py",
    "recognition/batches/intake.py",
    "recognition/batches/zips.py",
]
CALLS = r"(?:PictureRejected|StrokesRejected|Refused|Problem|\.fail|PICTURE_GONE = )"
REFUSAL = re.compile(CALLS + r'\(\s*(?:\d+,\s*)?"(\w+)"')


def codes(source: str) -> set[str]:
    return set(REFUSAL.findall((ROOT / source).read_text()))


@pytest.mark.parametrize("source", SOURCES)
def test_every_refusal_has_a_heading(source: str) -> None:
    assert codes(source)
    assert codes(source) <= set(PROBLEMS)


def test_every_reason_of_the_model_has_a_sentence() -> None:
    said = re.findall(r'"(?:rejected|uncertain)", "(\w+)"', (ROOT / "ml/decision.py").read_text())
    assert "blank" in said
    assert set(said) <= set(REASONS)
