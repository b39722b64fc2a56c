"""What clients were told, held against what the database and the disk have at the end."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg

from tests.live.fault_points import POISON

COLUMNS = "id, status, picture, attempts, error_code, source, threshold"
BATCH, IN_A_BATCH = "a batch", 5


@dataclass(slots=True)
class Entry:
    """One row that a client was promised, and the first finished answer that anybody saw of it."""

    document: dict[str, Any]
    finished: dict[str, Any] | None = None


@dataclass(slots=True)
class Handful:
    """A batch that a client was promised. Its items become entries as they are seen."""

    document: dict[str, Any]
    items: int
    finished: bool = False


@dataclass(slots=True)
class Order:
    """One thing under an `Idempotency-Key`, however often it is sent. `mark` is its threshold, which no other has: by
    that its row is found."""

    key: str
    what: str
    mark: float
    document: dict[str, Any] | None = None
    answers: int = 0


@dataclass(slots=True)
class Ledger:
    entries: dict[str, Entry] = field(default_factory=dict)
    batches: list[Handful] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    unanswered: int = 0  # rows handed in without a key, and no answer came: they may be there or not
    left: int = 0  # files that may be there for the same reason
    refused: int = 0
    doubled: dict[str, str] = field(default_factory=dict)  # what was said first, and then
    lies: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def order(self, key: str, what: str) -> Order:
        with self.lock:
            self.orders.append(Order(key, what, mark=(len(self.orders) + 1) / 1e6))
            return self.orders[-1]

    def is_finished(self, order: Order) -> bool:
        entry = self.entries.get(order.document["id"]) if order.document else None
        return entry is not None and entry.finished is not None

    def answered(self, order: Order, document: dict[str, Any], *, was_finished: bool) -> None:
        """For the first time, or again: then by the same thing. `was_finished` when it was sent: of two requests at
        once the one that saw it queued may be heard last."""
        with self.lock:
            first, order.document, order.answers = order.document, order.document or document, order.answers + 1
            if first is None and order.what == BATCH:
                self.batches.append(Handful(document, IN_A_BATCH))
        if first and first["id"] != document["id"]:
            self.lies.append(f"{order} was answered by {document['id']}, too")
        elif order.what != BATCH and (first is None or was_finished or document["status"] != "queued"):
            self.promised(document)

    def unheard(self, rows: int) -> None:
        with self.lock:
            self.unanswered += rows
            self.left += max(rows, 1)

    def promised(self, document: dict[str, Any]) -> None:
        """For the first time, or again."""
        with self.lock:
            self.entries.setdefault(document["id"], Entry(document))
        self.seen(document)

    def batch_seen(self, batch: Handful, items: list[dict[str, Any]], *, over: bool) -> None:
        """Its state was asked for before its items: once it is over, every one is there and has ended."""
        for document in items:
            self.promised(document)
        ended = sum(document["status"] != "queued" for document in items)
        if over and ended != batch.items:
            self.lies.append(f"batch {batch.document['id']} is over with {ended} of {batch.items} items")
        batch.finished = over

    def seen(self, document: dict[str, Any]) -> None:
        """A finished answer never changes, neither into another nor back."""
        entry = self.entries[document["id"]]
        lasting = {name: document[name] for name in ("status", "number", "digits", "finished_at", "error")}
        with self.lock:
            if entry.finished is None:
                entry.finished = lasting if document["status"] != "queued" else None
            elif entry.finished != lasting:
                self.doubled[document["id"]] = f"{entry.finished}, then {lasting}"

    def open(self) -> list[Entry]:
        with self.lock:
            return [entry for entry in self.entries.values() if entry.finished is None]

    def open_orders(self) -> list[Order]:
        return [order for order in self.orders if order.document is None]

    def open_batches(self) -> list[Handful]:
        return [batch for batch in self.batches if not batch.finished]


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    status: str
    picture: str
    attempts: int
    error_code: str
    source: str
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Every row, past the site; `batches` are their thresholds."""

    rows: list[Row]
    batches: list[float | None] = field(default_factory=list)


def find(database_url: str, folder: Path) -> Found:
    with connected(database_url, folder) as connection:
        rows = connection.execute(f"SELECT {COLUMNS} FROM recognition_prediction").fetchall()
        batches = connection.execute("SELECT threshold FROM recognition_batch").fetchall()
    return Found([Row(str(row[0]).replace("-", ""), *row[1:]) for row in rows], [row[0] for row in batches])


@contextmanager
def connected(database_url: str, folder: Path) -> Iterator[Any]:
    if database_url:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            yield connection
    else:
        with closing(sqlite3.connect(folder / "db.sqlite3", timeout=30)) as connection:
            yield connection


def faults_in(ledger: Ledger, found: Found, folder: Path) -> list[str]:
    """Every way in which what is there is not what was promised; empty when all is well.

    What was handed in while the database went away may be a row, or a file that the sweep of orphans finds in an hour.
    """
    there = {row.id: row for row in found.rows}
    wrong = [row for row in found.rows if not ended_well(row)]
    files = {str(path.relative_to(folder / "pictures")) for path in (folder / "pictures").rglob("*") if path.is_file()}
    named = {row.picture for row in found.rows if row.picture}
    extra = len(there) - len(ledger.entries) - ledger.unanswered
    return [
        *(f"lost: {key}" for key in ledger.entries if key.replace("-", "") not in there),
        *(f"not as it should end: {row}" for row in wrong),
        *(f"doubled: {key}: {how}" for key, how in ledger.doubled.items()),
        *not_once(ledger.orders, found),
        *(f"orphaned file: {name}" for name in sorted(files - named)[ledger.left :]),
        *(f"file gone: {name}" for name in named - files),
        *([f"{extra} rows more than anybody handed in"] if extra > 0 else []),
        *ledger.lies,
    ]


def not_once(orders: list[Order], found: Found) -> Iterator[str]:
    """What has a key and was handed in never, or more than once."""
    rows, batches = Counter(row.threshold for row in found.rows), Counter(found.batches)
    for order in orders:
        is_batch = order.what == BATCH
        made, wanted = (rows[order.mark], batches[order.mark]), (IN_A_BATCH if is_batch else 1, int(is_batch))
        if made != wanted:
            yield f"not once: {order} made {made[0]} rows and {made[1]} batches"


def ended_well(row: Row) -> bool:
    """Read, except for what kills its process: that fails as such, after three attempts."""
    if row.source == POISON:
        return (row.status, row.error_code, row.attempts) == ("failed", "gave_up", 3)
    return row.status == "succeeded"
