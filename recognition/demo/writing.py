"""What was handed in: who, when, how, and what it truly says."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeVar
from uuid import UUID, uuid5

from recognition.demo.hands import SIGNS, Hand, Rng, Strokes
from recognition.demo.papers import PAPERS
from recognition.demo.people import NAMESPACE, Person
from recognition.models.batch import Batch

Kind = Literal["digit", "number", "sign"]
Key = TypeVar("Key")
DAYS = 28
LATELY = 4  # days in which the newcomer writes
CHANNELS = {"draw": 0.62, "upload": 0.28, "api": 0.1}
FILES = {"scan": 0.52, "photo": 0.3, "board": 0.08, "faint": 0.06, "blank": 0.03, "cut_off": 0.01}
NEWCOMERS = {"faint": 0.55, "photo": 0.45}
KINDS: dict[Kind, float] = {"digit": 0.64, "number": 0.31, "sign": 0.05}
HURRIED = 0.1
# Digits of real forms: no digit is as common as another.
GROUPS = ("dddd", "ddddd", "ddd dddd", "dd", "dddddd", "ddd", "dd dd dd")
AFTERNOON = 15.0  # o'clock, when most is written


@dataclass(frozen=True)
class Written:
    """`truth` is the text as a person would type it, None where no digit is written. Strokes, or a file."""

    pk: UUID
    person: Person
    at: datetime
    channel: str
    mode: str
    truth: str | None
    source: str = "drawing"
    strokes: Strokes | None = None
    file: bytes = b""


def history(people: list[Person], newcomer: Person, until: datetime, count: int, rng: Rng) -> Iterator[Written]:
    """About `count` of DAYS, more of late than in the beginning, and fewer at weekends."""
    first = until - timedelta(days=DAYS - 1)
    days = [first + timedelta(days=day) for day in range(DAYS)]
    worth = [(0.5 + day / DAYS) * (0.45 if at.weekday() >= 5 else 1.0) for day, at in enumerate(days)]
    busy = [person.busy for person in people]
    number = 0
    for day, (at, share) in enumerate(zip(days, worth, strict=True)):
        for _ in range(round(count * share / sum(worth))):
            lately = day >= DAYS - LATELY and rng.random() < 0.3
            person = newcomer if lately else people[_chosen(dict(enumerate(busy)), rng)]
            number += 1
            moment = min(_moment(at, rng), until - timedelta(minutes=float(rng.uniform(0, 60))))
            yield handed_in(number, person, moment, rng, NEWCOMERS if lately else None)


def handed_in(number: int, person: Person, at: datetime, rng: Rng, files: dict[str, float] | None = None) -> Written:
    """One thing; with `files` it is one of these."""
    channel = "upload" if files else _chosen(CHANNELS, rng)
    kind: Kind = "digit" if files else _chosen(KINDS, rng)
    hand = person.hand.hurried() if rng.random() < HURRIED else person.hand
    truth, strokes = _sign(hand, rng) if kind == "sign" else _digits(kind, hand, rng)
    pk = uuid5(NAMESPACE, f"{number} {rng.integers(1 << 62)}")
    mode = "number" if kind == "number" and channel == "draw" else "auto"
    if channel != "upload":
        return Written(pk, person, at, channel, mode, truth, strokes=strokes)
    paper = _chosen(files or FILES, rng)
    source = f"{'IMG' if paper in {'photo', 'faint', 'board'} else 'scan'}_{number:04}.jpg"
    truth = None if paper == "blank" else truth
    return Written(pk, person, at, channel, mode, truth, source, file=PAPERS[paper](strokes, rng))


def field(batch: Batch, position: int, person: Person, rng: Rng) -> Written:
    """A field of a form that was scanned: a number of as many digits as the batch expects."""
    truth = "".join(str(digit) for digit in rng.integers(0, 10, int(batch.expect)))
    hand = person.hand.hurried() if rng.random() < HURRIED else person.hand
    file = PAPERS["scan"](hand.write(truth, rng), rng)
    source = f"field-{position + 1:03}.jpg"
    pk = batch.item_id(position)
    return Written(pk, person, batch.created_at, "upload", batch.mode, truth, source, file=file)


def _digits(kind: Kind, hand: Hand, rng: Rng) -> tuple[str, Strokes]:
    pattern = "d" if kind == "digit" else str(rng.choice(GROUPS))
    truth = "".join(str(_digit(rng)) if sign == "d" else sign for sign in pattern)
    return truth, hand.write(truth, rng)


def _sign(hand: Hand, rng: Rng) -> tuple[None, Strokes]:
    return None, hand.sign(str(rng.choice(list(SIGNS))), rng)


def _digit(rng: Rng) -> int:
    """Benford's digits, and a 0 as often as a 3."""
    worth = [0.12, *(math.log10(1 + 1 / digit) for digit in range(1, 10))]
    return int(rng.choice(10, p=[share / sum(worth) for share in worth]))


def _moment(day: datetime, rng: Rng) -> datetime:
    hour = min(23.9, max(0.1, rng.normal(AFTERNOON, 3.5)))
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(hours=float(hour))


def _chosen(shares: dict[Key, float], rng: Rng) -> Key:
    names, weights = list(shares), list(shares.values())
    return names[int(rng.choice(len(names), p=[weight / sum(weights) for weight in weights]))]
