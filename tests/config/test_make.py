"""`make clean` takes what can be made again, and never what people handed in."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        ".venv/bin/python",
        ".mypy_cache/x",
        "ml/__pycache__/x.pyc",
        "ml/x.py",
        "var/db.sqlite3",
        "var/secret_key",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    return tmp_path


def make(folder: Path, target: str, answer: str = "") -> str:
    command = ["make", "--file", str(ROOT / "Makefile"), target]
    return subprocess.run(command, cwd=folder, input=answer, capture_output=True, text=True, check=True).stdout


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_clean_leaves_what_people_handed_in(folder: Path) -> None:
    make(folder, "clean")
    assert files(folder) == {"ml/x.py", "var/db.sqlite3", "var/secret_key"}


@pytest.mark.parametrize("answer", ["", "\n", "no\n", "y\n"])
def test_what_people_handed_in_goes_by_no_accident(folder: Path, answer: str) -> None:
    before = files(folder)
    assert "Nothing is deleted" in make(folder, "erase", answer)
    assert files(folder) == before


def test_what_people_handed_in_goes_when_that_is_confirmed(folder: Path) -> None:
    said = make(folder, "erase", "yes\n")
    assert "the database, the pictures, the published models and the secret key" in said
    assert not (folder / "var").exists()
    assert (folder / ".venv").exists()
