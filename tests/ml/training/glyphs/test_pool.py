"""A kept pool is known by the code that made it. Needs OpenCV."""

from pathlib import Path

import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml.training.glyphs import pool, templates


def test_a_pool_is_known_by_its_code_wherever_that_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, moved = Path(templates.__file__).read_text(), tmp_path / "moved.py"
    known = pool.fingerprint(1, ["shapes"], 1.0, 1)
    monkeypatch.setattr(templates, "__file__", str(moved))
    moved.write_text(code.replace("import numpy", "import elsewhere\nimport numpy", 1))
    assert pool.fingerprint(1, ["shapes"], 1.0, 1) == known
    moved.write_text(code.replace("0.32", "0.33", 1))
    assert pool.fingerprint(1, ["shapes"], 1.0, 1) != known
