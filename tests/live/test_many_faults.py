"""Every kind of fault twice, in the middle of work: what was promised is read, once, and the pages never lie."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.live import harness
from tests.live.faults import FAULTS
from tests.live.ledger import BATCH, IN_A_BATCH, Found, Ledger, Row, faults_in

LINE = r"faults: 24, rows: [1-9]\d\d+, keys: [1-9]\d+, answers to them: [1-9]\d\d+, lost: 0, doubled: 0"
QUEUED: dict[str, Any] = {"status": "queued", "number": None, "digits": [], "finished_at": None, "error": None}


@pytest.mark.timeout(1200)  # three minutes on a quiet machine; each wait within has a limit of its own
def test_every_row_ends_once_whatever_breaks(tmp_path_factory: pytest.TempPathFactory) -> None:
    line = harness.run(2 * len(FAULTS), seed=2, freeze_seconds=4, folder=tmp_path_factory.mktemp("faults"))
    assert re.fullmatch(LINE, line)


def test_the_ledger_finds_what_is_wrong(tmp_path: Path) -> None:
    """The harness would be worth nothing if it could not fail."""
    ledger = Ledger()
    for key in ("aa", "bb"):
        ledger.promised({"id": key, **QUEUED})
    ledger.seen({"id": "aa", **QUEUED, "status": "succeeded", "number": "7"})
    ledger.seen({"id": "aa", **QUEUED, "status": "succeeded", "number": "1"})
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cc").touch()
    failed, read = Row("aa", "failed", "", 3, "gave_up", "seven.png"), Row("dd", "succeeded", "dd", 1, "", "drawing")
    wrong = " ".join(faults_in(ledger, Found([failed, read]), tmp_path))
    for complaint in ("lost: bb", "not as it should end", "doubled: aa", "orphaned file: cc", "file gone: dd"):
        assert complaint in wrong


def test_the_ledger_finds_what_was_not_handed_in_once_under_its_key(tmp_path: Path) -> None:
    ledger = Ledger(unanswered=100)
    once, twice, never, batch = (
        ledger.order(key, what) for key, what in zip("abcd", ("drawing",) * 3 + (BATCH,), strict=True)
    )
    for order, name in ((once, "aa"), (once, "ee"), (twice, "bb")):
        ledger.answered(order, {"id": name, **QUEUED}, was_finished=False)

    def row(name: str, mark: float) -> Row:
        return Row(name, "succeeded", "", 1, "", "drawing", mark)

    items = [row(f"d{number}", batch.mark) for number in range(IN_A_BATCH)]
    rows = [row("aa", once.mark), row("bb", twice.mark), row("cc", twice.mark), *items]
    wrong = faults_in(ledger, Found(rows, [batch.mark]), tmp_path)
    assert [line.split("(")[0] for line in wrong] == ["not once: Order", "not once: Order", "Order"]
    assert (repr(twice) in wrong[0], "made 2 rows" in wrong[0]) == (True, True)
    assert (repr(never) in wrong[1], "made 0 rows" in wrong[1]) == (True, True)
    assert "was answered by ee, too" in wrong[2]
    assert "made 10 rows and 2 batches" in " ".join(faults_in(ledger, Found(rows + items, [batch.mark] * 2), tmp_path))


def test_the_ledger_finds_what_is_queued_again_and_not_what_was_heard_late() -> None:
    ledger, read = Ledger(), {**QUEUED, "status": "succeeded", "number": "7"}
    order = ledger.order("a", "drawing")
    ledger.answered(order, {"id": "aa", **read}, was_finished=False)
    ledger.answered(order, {"id": "aa", **QUEUED}, was_finished=False)  # asked before, heard after
    assert not ledger.doubled
    assert ledger.is_finished(order)
    ledger.answered(order, {"id": "aa", **QUEUED}, was_finished=True)
    assert list(ledger.doubled) == ["aa"]
