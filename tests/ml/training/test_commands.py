"""What is said to be run as `python -m` can be, and says what it is for; what is named lies where it is said to."""

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = [*ROOT.glob("docs/*.md"), *(ROOT / name for name in ("README.md", "CHANGELOG.md", "ml/EXPERIMENTS.md"))]
TEXTS = [path.read_text() for path in (*PAGES, ROOT / "Makefile", *ROOT.glob("ml/**/*.py"), *ROOT.glob("bench/*.py"))]
STARTED = {name for text in TEXTS for name in re.findall(r"python -m\s+((?:ml|bench)(?:\.\w+)*)", text)}
NAMED = {name for text in TEXTS for name in re.findall(r"\bml[./]training(?:[./](?!py\b)\w+)+", text)}
COMMANDS = [path for path in sorted(ROOT.glob("ml/training/**/*.py")) if '__name__ == "__main__"' in path.read_text()]


def file_of(name: str, of_package: str) -> Path:
    place = ROOT / name.replace(".", "/")
    return place / of_package if place.is_dir() else place.with_suffix(".py")


@pytest.mark.parametrize("name", sorted(STARTED))
def test_what_is_said_to_be_run_can_be(name: str) -> None:
    assert '__name__ == "__main__"' in file_of(name, "__main__.py").read_text()


def test_what_is_named_lies_there() -> None:
    assert len(NAMED) > 20
    assert [name for name in sorted(NAMED) if not file_of(name, "__init__.py").exists()] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")  # TensorFlow's own, on import
@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_every_command_is_called_as_it_is_started(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for needed in ("cv2", "keras", "tensorflow", "onnx"):
        pytest.importorskip(needed, reason=f"{needed} is not installed: requirements/train.txt")
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    monkeypatch.setattr(sys, "argv", [str(path), "--help"])
    with pytest.raises(SystemExit) as left:
        import_module(name).main()
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m {name} ")
