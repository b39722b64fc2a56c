"""What people say about the demo's readings. They know what was written, and err now and then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from recognition.demo.hands import Rng
from recognition.demo.writing import Written
from recognition.feedback import checked
from recognition.models import Prediction, Review

Verdict = Review.Verdict
ASKED = {"accepted": 0.16, "uncertain": 0.5, "rejected": 0.35}  # how many users answer “Is this right?”
MISTAKEN = 0.06
QUEUED = {"accepted": 0.0, "uncertain": 0.55, "rejected": 0.2}  # how much of the queue was worked off, by its worth
AT_RANDOM = 0.08
TWICE = 0.25  # seen by both reviewers
UNCLEAR = 0.02
MORNING = 9  # o'clock, when reviewers sit down


@dataclass(frozen=True)
class Opinion:
    row: Prediction
    at: datetime
    said: dict[str, Any]  # the fields of Review

    def keep(self) -> None:
        self.row.review(**self.said, created_at=self.at)


def of_users(read: Iterable[tuple[Prediction, Written]], rng: Rng) -> Iterator[Opinion]:
    """Some of them answer, of what was not accepted more."""
    for row, written in read:
        if not row.text or rng.random() > ASKED.get(row.decision, 0):
            continue
        truth = another(written.truth, rng) if rng.random() < MISTAKEN else written.truth
        at = written.at + timedelta(seconds=float(rng.uniform(3, 90)))
        yield Opinion(row, at, {**judged(row, truth), "source": "user", "reviewer_id": row.owner_id,
                                "visitor": row.visitor})  # fmt: skip


def of_staff(
    read: Iterable[tuple[Prediction, Written]], doubted: set[UUID], staff: list[User], rng: Rng
) -> Iterator[Opinion]:
    """As the queue puts it before them: all that a user contradicted, some of the unsure, some at random."""
    for row, written in read:
        if not row.text:
            continue
        random = rng.random() < AT_RANDOM
        if row.pk not in doubted and not random and rng.random() > QUEUED[row.decision]:
            continue
        first = int(rng.integers(len(staff)))
        others = [staff[1 - first]] if rng.random() < TWICE else []
        for who in [staff[first], *others]:
            yield by_staff(row, written, who, rng)


def by_staff(row: Prediction, written: Written, who: User, rng: Rng) -> Opinion:
    truth = another(written.truth, rng) if rng.random() < MISTAKEN / 2 else written.truth
    said = {"verdict": Verdict.UNCLEAR} if rng.random() < UNCLEAR else judged(row, truth)
    at = (written.at + timedelta(days=1)).replace(hour=MORNING, minute=0)
    at += timedelta(minutes=float(rng.uniform(0, 80)))
    seconds = round(float(rng.lognormal(0.1, 0.5)), 2)
    return Opinion(row, at, {**said, "source": "staff", "reviewer_id": who.pk, "seconds": seconds})


def judged(row: Prediction, truth: str | None) -> dict[str, Any]:
    """The answer of somebody who believes that `truth` is written there."""
    if truth is None:
        return checked(row, Verdict.NOT_A_DIGIT)
    digits = truth.replace(" ", "")
    if digits == row.number:
        return checked(row, Verdict.ACCEPTED)
    if len(digits) == len(row.digits):
        return checked(row, Verdict.CORRECTED, values=list(digits))
    return checked(row, Verdict.CORRECTED, truth)


def another(truth: str | None, rng: Rng) -> str:
    """A digit of it mistaken, or one seen where there is none."""
    if truth is None:
        return str(rng.integers(10))
    places = [place for place, sign in enumerate(truth) if sign.isdigit()]
    place = places[int(rng.integers(len(places)))]
    return truth[:place] + str((int(truth[place]) + int(rng.integers(1, 10))) % 10) + truth[place + 1 :]
