"""The demo, put into the database and taken out of it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import uuid5

import numpy as np
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from ml.reader import Reader
from recognition.demo import models, opinions, people, writing
from recognition.demo.hands import Rng
from recognition.demo.people import Person
from recognition.demo.rows import read
from recognition.demo.writing import Written
from recognition.erasure import erase_some
from recognition.models import Prediction, tallies
from recognition.models.batch import Batch

FORMS = ((11, 0.02, 5), (2, 0.035, 4))  # batches: days ago, items as a share of all readings, digits of each
Read = tuple[Prediction, Written]
Say = Callable[[str], None]


class DemoRefused(Exception):
    """The database is not one to put a demo into. The sentence says why, and what would change that."""


def there() -> int:
    """How many readings of the demo are in the database."""
    return Prediction.objects.filter(people.readings()).count()


def refuse_real() -> None:
    if Prediction.objects.exclude(people.readings()).exists():
        raise DemoRefused(
            "There are readings in this database that are not the demo's. Say --among-real to put the demo among them; "
            "--remove takes it out again."
        )


def fill(seed: int, count: int, say: Say, until: datetime | None = None) -> int:
    """Makes about `count` readings of the last weeks, with what people say of them; how many. Raises DemoRefused.

    The same seed and moment make the same history. Everything is read first and then kept in one transaction, so that
    it is there whole or not at all; nobody else waits for the reading.
    """
    if taken := people.taken():
        raise DemoRefused(f"Somebody has an account with a name of the demo's: {', '.join(taken)}.")
    rng, now = np.random.default_rng(seed), until or timezone.now()
    everybody, staff = people.everybody(rng), people.reviewers()
    written = list(writing.history(everybody, people.newcomer(rng), now, count, rng))
    say(f"{len(written)} things are handed in and read, from {written[0].at:%d %B} to {written[-1].at:%d %B} …")
    first, present = models.readers()
    changed = now - timedelta(days=models.CHANGED_DAYS_AGO)
    pairs = with_rows([one for one in written if one.at < changed], first)
    pairs += with_rows([one for one in written if one.at >= changed], present)
    batches = list(forms(everybody, count, now, rng))
    pairs += [pair for batch, fields in batches for pair in with_rows(fields, present, batch)]
    beside = models.shadowed([row for row, _ in pairs if row.created_at < changed], present)
    with transaction.atomic():
        tallies.forget(written[0].at.date())
        Batch.objects.bulk_create(batch for batch, _ in batches)
        Prediction.objects.bulk_create((row for row, _ in pairs), batch_size=200)
        opinions.by_users(pairs, now, rng)
        opinions.by_staff(pairs, staff, now, rng)
        models.keep_past(changed, beside, present.card)
    return there()


def with_rows(written: Sequence[Written], reader: Reader, batch: Batch | None = None) -> list[Read]:
    return list(zip(read(written, reader, batch), written, strict=True))


def forms(everybody: list[Person], count: int, now: datetime, rng: Rng) -> Iterator[tuple[Batch, list[Written]]]:
    """Scanned fields, each batch of somebody else."""
    for person, (days, share, digits) in zip(everybody, FORMS, strict=False):
        at, items = now - timedelta(days=days), round(count * share)
        batch = Batch(
            pk=uuid5(people.NAMESPACE, f"batch {days} {rng.integers(1 << 62)}"),
            owner_id=person.owner.user_id,
            visitor=person.owner.visitor,
            name=f"Forms of {at:%d %B}",
            channel="upload",
            mode="number",
            expect=str(digits),
            files=["forms.zip"],
            announced=items,
            made=items,
            created_at=at,
            unpacked_at=at + timedelta(seconds=1),
            finished_at=at + timedelta(seconds=2),
        )
        yield batch, [writing.field(batch, position, person, rng) for position in range(items)]


def remove() -> int:
    """Takes everything of the demo's out; how many readings that were. What is real stays."""
    mine, erased = people.readings(), 0
    oldest = Prediction.objects.filter(mine).aggregate(oldest=Min("created_at"))["oldest"]
    while some := erase_some(Prediction.objects.filter(mine)):
        erased += some
    for batch in Batch.objects.filter(mine):
        batch.erase()
    models.forget_past()
    if oldest:
        tallies.forget(oldest.date())
    User.objects.filter(people.users(), ~Q(is_superuser=True)).delete()
    return erased
