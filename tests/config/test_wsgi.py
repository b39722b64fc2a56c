"""The web process stays light: it forks after its imports, and what ONNX Runtime starts does not survive that."""

import subprocess
import sys

LOADED = "import sys, config.wsgi; print(sorted({'onnxruntime', 'tensorflow'} & set(sys.modules)))"


def test_the_site_is_imported_without_the_network() -> None:
    assert subprocess.check_output([sys.executable, "-c", LOADED], text=True).strip() == "[]"
