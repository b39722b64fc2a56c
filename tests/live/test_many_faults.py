"""Every kind of fault twice, in the middle of work: what was promised is read, once, and the pages never lie."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.live import harness
from tests.live.faults import FAULTS
from tests.live.ledger import Ledger, Row, faults_in


@pytest.mark.timeout(1200)  # three minutes on a quiet machine; each wait within has a limit of its own
def test_every_row_ends_once_whatever_breaks(tmp_path_factory: pytest.TempPathFactory) -> None:
    line = harness.run(2 * len(FAULTS), seed=2, freeze_seconds=4, folder=tmp_path_factory.mktemp("faults"))
    assert re.fullmatch(r"faults: 22, rows: [1-9]\d\d+, lost: 0, doubled: 0", line)


def test_the_ledger_finds_what_is_wrong(tmp_path: Path) -> None:
    """The harness would be worth nothing if it could not fail."""
    ledger = Ledger()
    queued: dict[str, Any] = {"status": "queued", "number": None, "digits": [], "finished_at": None, "error": None}
    for key in ("aa", "bb"):
        ledger.promised({"id": key, **queued})
    ledger.seen({"id": "aa", **queued, "status": "succeeded", "number": "7"})
    ledger.seen({"id": "aa", **queued, "status": "succeeded", "number": "1"})
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cc").touch()
    failed, read = Row("aa", "failed", "", 3, "gave_up", "seven.png"), Row("dd", "succeeded", "dd", 1, "", "drawing")
    wrong = " ".join(faults_in(ledger, [failed, read], tmp_path))
    for complaint in ("lost: bb", "not as it should end", "doubled: aa", "orphaned file: cc", "file gone: dd"):
        assert complaint in wrong
