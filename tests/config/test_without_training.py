"""`make test` installs no training stack: what needs it is skipped with the reason, and no test fails to load."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_is_collected_without_the_training_stack() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    [stack] = [one["forbidden_modules"] for one in contracts if "ml.training" in one.get("forbidden_modules", ())]
    without = f"sys.modules.update(dict.fromkeys({sorted(set(stack) - {'ml.training'})}))"
    code = f"import sys, pytest; {without}; sys.exit(pytest.main(['--collect-only', '-q', '-n', '0', 'tests']))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "OpenCV is not installed" in done.stdout
