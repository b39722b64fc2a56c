"""What people say about the demo's readings. They know what was written, and err now and then."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from recognition.demo.hands import Rng
from recognition.demo.writing import Written
from recognition.feedback import checked
from recognition.models import Prediction, Review
from recognition.review import queue as review_queue

Verdict = Review.Verdict
Read = Iterable[tuple[Prediction, Written]]
ASKED = {"accepted": 0.16, "uncertain": 0.5, "rejected": 0.35}  # how many users answer “Is this right?”
MISTAKEN = 0.06
DONE = 0.8  # of what the queue wants looked at; of what the model merely doubts, less, by its doubt
UNCLEAR = 0.02
MORNING = 9  # o'clock, when reviewers sit down


def by_users(read: Read, now: datetime, rng: Rng) -> None:
    """Some of them answer, of what was not accepted more."""
    for row, written in read:
        if not row.text or rng.random() > ASKED[row.decision]:
            continue
        truth = another(written.truth, rng) if rng.random() < MISTAKEN else written.truth
        at = min(now, written.at + timedelta(seconds=float(rng.uniform(3, 90))))
        said = judged(row, truth)
        row.review(**said, source="user", reviewer_id=row.owner_id, visitor=row.visitor, created_at=at)


def by_staff(read: Read, staff: list[User], now: datetime, rng: Rng) -> None:
    """They work off their queue: what its user calls wrong, what was drawn at random, some of what the model doubts;
    twice where the queue asks for it. Yesterday's waits until the next morning."""
    for row, written in read:
        morning = (written.at + timedelta(days=1)).replace(hour=MORNING, minute=0)
        turns = [staff[place] for place in rng.permutation(len(staff))]
        for number, who in enumerate(turns):
            at = morning + timedelta(minutes=float(rng.uniform(0, 80)) + 100 * number)
            if row.has_reading and at < now and is_looked_at(row, rng):
                seconds = round(float(rng.lognormal(0.1, 0.5)), 2)
                review_queue.answer(row, who, **seen(row, written, rng), created_at=at, seconds=seconds)


def is_looked_at(row: Prediction, rng: Rng) -> bool:
    """A worth from 0 to 1 is the model's doubt (recognition.models.opinions)."""
    if row.worth is None:
        return False
    return bool(rng.random() < DONE * (row.worth if 0 <= row.worth < 1 else 1))


def seen(row: Prediction, written: Written, rng: Rng) -> dict[str, Any]:
    if rng.random() < UNCLEAR:
        return {"verdict": Verdict.UNCLEAR}
    return judged(row, another(written.truth, rng) if rng.random() < MISTAKEN else written.truth)


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
