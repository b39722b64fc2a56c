"""The faults, each injected for real into a running system, in the middle of its work."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import redis

from tests.live.cluster import Cluster
from tests.live.fault_points import POISON
from tests.live.system import System
from tests.live.visitors import Visitors
from tests.waiting import wait_until

PATIENCE = 180
LANES = ("interactive", "batch")


@dataclass(frozen=True, slots=True)
class Stage:
    """What a fault may break."""

    system: System
    cluster: Cluster | None
    visitors: Visitors
    chance: random.Random
    freeze_seconds: float


def worker(stage: Stage, lane: str = "") -> list[psutil.Process]:
    """The parent that takes messages and its children, once there are some (they may just be starting)."""
    lane = lane or stage.chance.choice(LANES)
    found: list[psutil.Process] = []

    def has_children() -> bool:
        found[:] = stage.system.worker(lane)
        return len(found) > 1

    wait_until(has_children, PATIENCE)
    return found


@contextmanager
def standing_still(processes: list[psutil.Process], stage: Stage) -> Iterator[None]:
    """They have taken messages and do not finish them; half of the time they run on instead, at full speed."""
    still = stage.chance.random() < 0.5
    for process in processes if still else []:
        tell(process, signal.SIGSTOP)
    hand_in(stage, 4)
    yield
    for process in processes if still else []:
        tell(process, signal.SIGCONT)


def hand_in(stage: Stage, count: int) -> None:
    for _ in range(count):
        stage.visitors.post(stage.chance.choice(("drawing", "seven.png")))
    stage.visitors.post_batch()


def tell(process: psutil.Process, what: int) -> None:
    try:
        process.send_signal(what)
    except psutil.NoSuchProcess:
        return


def ended(process: psutil.Process) -> bool:
    """Also a zombie has."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:  # it ended between the two questions
        return True


def kill_children(stage: Stage) -> None:
    _, *children = worker(stage)
    victims = stage.chance.sample(children, stage.chance.randint(1, len(children)))
    with standing_still(children, stage):
        for victim in victims:
            tell(victim, signal.SIGKILL)


def kill_worker(stage: Stage) -> None:
    """Its parent, and its children with it or left to notice."""
    parent, *children = worker(stage)
    with standing_still(children, stage):
        for victim in [parent, *(children if stage.chance.random() < 0.5 else [])]:
            tell(victim, signal.SIGKILL)


def stop_worker(stage: Stage) -> None:
    """A deploy."""
    parent, *children = worker(stage)
    with standing_still(children, stage):
        tell(parent, signal.SIGTERM)
    wait_until(lambda: ended(parent), PATIENCE)


def server(stage: Stage) -> psutil.Process:
    wait_until(lambda: stage.system.processes("redis-server"), PATIENCE)
    return stage.system.processes("redis-server")[0]


def restart_redis(stage: Stage) -> None:
    hand_in(stage, 4)
    tell(server(stage), stage.chance.choice((signal.SIGKILL, signal.SIGTERM)))


def empty_redis(stage: Stage) -> None:
    """Its files go first, so that the server which follows finds none."""
    hand_in(stage, 4)
    for path in (stage.system.folder / "redis").glob("append*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    tell(server(stage), signal.SIGKILL)


def freeze_redis(stage: Stage) -> None:
    frozen = server(stage)
    tell(frozen, signal.SIGSTOP)
    hand_in(stage, 1)
    time.sleep(stage.freeze_seconds)
    tell(frozen, signal.SIGCONT)


def kill_web(stage: Stage) -> None:
    """Half of the time while Redis stands still: what was handed in is kept then, and its answer not yet on its way."""
    master, *workers = serving(stage)
    frozen = [server(stage)] if stage.chance.random() < 0.5 else []
    for process in frozen:
        tell(process, signal.SIGSTOP)
    time.sleep(stage.chance.uniform(0.2, 1))
    for victim in [
        *workers[: stage.chance.randint(1, len(workers))],
        *([master] if stage.chance.random() < 0.5 else []),
    ]:
        tell(victim, signal.SIGKILL)
    for process in frozen:
        tell(process, signal.SIGCONT)
    hand_in(stage, 4)


def serving(stage: Stage) -> list[psutil.Process]:
    """gunicorn and its workers."""
    wait_until(lambda: len(stage.system.processes("gunicorn")) > 1, PATIENCE)
    return stage.system.processes("gunicorn")


def restart_database(stage: Stage) -> None:
    assert stage.cluster
    hand_in(stage, 4)
    stage.cluster.restart(stage.chance.choice(("fast", "immediate")))


def deliver_twice(stage: Stage) -> None:
    """Every message that waits in the lanes, once more; the workers stand still meanwhile."""
    parents = [worker(stage, lane)[0] for lane in LANES]
    for parent in parents:
        tell(parent, signal.SIGSTOP)
    hand_in(stage, 4)
    hand_in(stage, 0)  # a stopped worker may have been given the first message all the same
    with redis.Redis(unix_socket_path=str(stage.system.folder / "redis" / "redis.sock")) as client:
        for lane in LANES:
            messages = client.lrange(lane, 0, -1)
            assert messages
            client.lpush(lane, *messages)
    for parent in parents:
        tell(parent, signal.SIGCONT)


def fill_disk(stage: Stage) -> None:
    refused = stage.visitors.ledger.refused
    with flag(stage, "full-disk"):
        stage.visitors.post("seven.png")
        stage.visitors.post("drawing")
    assert stage.visitors.ledger.refused > refused


def slow_database(stage: Stage) -> None:
    with flag(stage, "slow-database"):
        if stage.chance.random() < 0.5:
            stage.visitors.post_batch()  # a dozen queries, half a minute
        else:
            stage.visitors.post("seven.png")


def poison(stage: Stage) -> None:
    stage.visitors.post(POISON)
    stage.visitors.post_batch(POISON)
    hand_in(stage, 2)


@contextmanager
def flag(stage: Stage, name: str) -> Iterator[None]:
    path = stage.system.folder / name
    path.touch()
    yield
    path.unlink()


FAULTS: list[Callable[[Stage], None]] = [
    kill_children,
    kill_worker,
    stop_worker,
    restart_redis,
    empty_redis,
    freeze_redis,
    kill_web,
    restart_database,
    deliver_twice,
    fill_disk,
    slow_database,
    poison,
]
CUTS = (kill_web, restart_database)  # answers that were on their way
