"""What scrolls sideways can be scrolled with keys, and says what it is."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
WITH_TABLES = [path for path in TEMPLATES.rglob("*.html") if "<table" in path.read_text()]


@pytest.mark.parametrize("path", WITH_TABLES, ids=lambda path: path.stem)
def test_a_table_stands_in_a_box_that_keys_can_scroll(path: Path) -> None:
    text = path.read_text()
    boxes = re.findall(r'<div class="scroll" tabindex="0" role="group" aria-label(?:ledby)?="[^"]+"><table', text)
    assert len(boxes) == text.count("<table")
