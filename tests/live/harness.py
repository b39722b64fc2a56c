"""`make test-faults`: break a running system again and again, in the middle of its work, and count what that cost."""

import argparse
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

import tests.isolation  # noqa: F401 - first, because importing the settings makes the folder they name
from tests.live.cluster import Cluster, cluster
from tests.live.faults import CUTS, FAULTS, Stage, restart_database
from tests.live.ledger import Found, Ledger, faults_in, find
from tests.live.system import System, start
from tests.live.visitors import Visitors
from tests.waiting import wait_until

LATE_SECONDS = 30  # a slow database holds a request for as long
ENDS_WITHIN = 300  # seconds: batch workers are niced and wait long for a busy machine; what is lost never ends
# 16 s: the queries of a chunk up to its results are within it when each takes 2 s.
QUICK = {"TASK_TIME_LIMIT_SECONDS": "16", "SWEEP_SECONDS": "1", "INTERACTIVE_WORKERS": "2"}


def picture() -> bytes:
    """A 7."""
    image = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(image).line([(26, 16), (56, 14), (51, 32), (44, 54), (38, 88)], fill=0, width=8, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def run(faults: int, seed: int, freeze_seconds: float, folder: Path) -> str:
    """The closing line. Raises AssertionError with what was lost, doubled or untrue, and the fault before it."""
    with cluster() as server:
        environment = {**QUICK, "REDIS_URL": "", "DATABASE_URL": server.url if server else ""}
        if server is None:
            print("skipped: restarting PostgreSQL, because initdb is not installed; the database is SQLite", flush=True)
        system = start(folder, DJANGO_SETTINGS_MODULE="tests.live.fault_settings", **environment)
        try:
            return break_it(system, server, faults, seed, freeze_seconds)
        finally:
            system.stop()


def break_it(system: System, server: Cluster | None, faults: int, seed: int, freeze_seconds: float) -> str:
    kinds = [kind for kind in FAULTS if server or kind is not restart_database]
    ledger = Ledger()

    def found() -> Found:
        return find(server.url if server else "", system.folder)

    for number in range(faults):
        kind, began = kinds[number % len(kinds)], time.monotonic()
        with Visitors(system, ledger, picture(), seed=seed * 10_000 + number, cuts=kind in CUTS) as visitors:
            stage = Stage(system, server, visitors, random.Random(seed * 10_000 + number), freeze_seconds)
            kind(stage)
            settle(stage, kind.__name__, found)
        wrong = what_stays_wrong(lambda: faults_in(ledger, found(), system.folder))
        assert not wrong, "\n".join([f"after {kind.__name__} (seed {seed}, fault {number}):", *wrong, system.log()])
        print(f"{number + 1:4} {kind.__name__:18} {time.monotonic() - began:6.1f} s", flush=True)
    answers = sum(order.answers for order in ledger.orders)
    keys = f"keys: {len(ledger.orders)}, answers to them: {answers}"
    return f"faults: {faults}, rows: {len(ledger.entries)}, {keys}, lost: 0, doubled: {len(ledger.doubled)}"


def what_stays_wrong(look: Callable[[], list[str]]) -> list[str]:
    """A request whose client gave up may hand in its row after everything else has ended: that row ends a little later.
    What is lost or doubled stays so."""
    deadline = time.monotonic() + LATE_SECONDS
    while (wrong := look()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return wrong


def settle(stage: Stage, kind: str, found: Callable[[], Found]) -> None:
    """Until every row has ended, also one whose answer was lost, and the system says again that it is ready."""
    stage.visitors.hand_in_the_rest()
    ledger, deadline = stage.visitors.ledger, time.monotonic() + ENDS_WITHIN
    while ledger.open_batches() or ledger.open() or ledger.open_orders():
        for order in ledger.open_orders():
            stage.visitors.send(order)
        for batch in ledger.open_batches():
            stage.visitors.ask_batch(batch)
        for entry in ledger.open():
            stage.visitors.ask(entry)
        left = f"{len(ledger.open())} rows, {len(ledger.open_batches())} batches, {ledger.open_orders()}"
        assert time.monotonic() < deadline, f"after {kind}, {left} did not end:\n{stage.system.log()}"
        time.sleep(0.1)
    wait_until(lambda: all(row.status != "queued" for row in found().rows), seconds=ENDS_WITHIN)
    wait_until(stage.system.is_ready, seconds=ENDS_WITHIN)
    stage.visitors.ask_again()


def main() -> None:
    parser = argparse.ArgumentParser(prog="make test-faults", description=__doc__)
    parser.add_argument("--faults", type=int, default=220)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--freeze", type=float, default=10, help="for how many seconds Redis stands still")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digits-faults-") as folder:
        try:
            print(run(options.faults, options.seed, options.freeze, Path(folder)))
        except AssertionError as failure:
            sys.exit(str(failure))


if __name__ == "__main__":
    main()
