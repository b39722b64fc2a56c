"""What was handed in under an `Idempotency-Key`: who asks again gets the same thing again."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, Union

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from recognition.owners import Owner
from recognition.refusals import Refused

if TYPE_CHECKING:
    from recognition.models import Batch, Prediction

KEPT_FOR = timedelta(hours=24)
TRIES = 3
Answer = TypeVar("Answer")


class IdempotencyKey(models.Model):
    """A key, and the one thing that was handed in under it; written in the same transaction, so that neither is there
    without the other. Key and request are kept as keyed hashes, from which nobody learns either."""

    key = models.CharField(max_length=64, primary_key=True)
    fingerprint = models.CharField(max_length=64, help_text="Of the request.")
    prediction = models.OneToOneField(
        "recognition.Prediction", models.CASCADE, null=True, blank=True, related_name="idempotency_key"
    )
    batch = models.OneToOneField(
        "recognition.Batch", models.CASCADE, null=True, blank=True, related_name="idempotency_key"
    )
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(prediction=None, batch__isnull=False) | Q(prediction__isnull=False, batch=None),
                name="idempotency_key_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"of {self.prediction_id or self.batch_id} until {self.ends_at:%H:%M}"

    @property
    def handed_in(self) -> Union["Prediction", "Batch"]:
        handed_in = self.prediction or self.batch
        assert handed_in  # noqa: S101 - the constraint says so
        return handed_in


class Taken(Exception):
    """Somebody else has handed in under this key meanwhile: ask what it was."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One request that is to be done once. A key of one's own is looked for under what one is now, and under what one
    may have been when the first answer was lost: this browser's visitor, or nobody yet."""

    owner: Owner  # as they asked: neither field is set for who has no name
    keys: tuple[str, ...]  # hashed; what is handed in now is kept under the first
    fingerprint: str

    @classmethod
    def of(cls, owner: Owner, visitor: object, key: str, request: list[Any]) -> "Claim":
        """`request`: all that makes it another one, as plain JSON."""
        names = [f"user {owner.user_id}"] if owner.user_id is not None else []
        names += [f"visitor {visitor}"] if visitor else []
        keys = tuple(_hash(f"{name} {key}") for name in [*names, "nobody"])
        return cls(owner, keys, _hash(json.dumps(request)))

    def found(self) -> Union["Prediction", "Batch", None]:
        """What was handed in under this key before, as it is now. Raises Refused where it was something else."""
        for row in IdempotencyKey.objects.filter(pk__in=self.keys).select_related("prediction", "batch"):
            if row.ends_at > timezone.now() and self._is_mine(row.handed_in):
                if row.fingerprint != self.fingerprint:
                    raise _reused()
                return row.handed_in
            if row.pk == self.keys[0]:  # unless somebody else has cleared it away, and uses it again
                IdempotencyKey.objects.filter(pk=row.pk, ends_at=row.ends_at).delete()
        return None

    def take(self, **handed_in: "Prediction | Batch") -> None:
        """The key, for `prediction` or `batch`, before its row and in its transaction, which ends with Taken when the
        key is there. On PostgreSQL the second of two at the same time waits here until the first is kept."""
        row = IdempotencyKey(
            key=self.keys[0], fingerprint=self.fingerprint, ends_at=timezone.now() + KEPT_FOR, **handed_in
        )
        try:
            row.save(force_insert=True)
        except IntegrityError:
            raise Taken from None

    def _is_mine(self, handed_in: Union["Prediction", "Batch"]) -> bool:
        """Who has no name has proved by the key itself that they sent it; but an account may have it by now."""
        nameless = self.owner == Owner()
        return handed_in.owner_id == self.owner.user_id and (nameless or handed_in.visitor == self.owner.visitor)


def once(claim: Claim | None, hand_in: Callable[[], Answer], again: Callable[[Any], Answer]) -> tuple[Answer, bool]:
    """What `hand_in` gives, or what `again` makes of what was handed in before, and whether it was. Raises Refused."""
    if claim is None:
        return hand_in(), False
    for _ in range(TRIES):
        found = claim.found()
        if found is not None:
            return again(found), True
        try:
            return hand_in(), False
        except Taken:  # by the same request, at the same time: now it is there, unless it was deleted at once
            continue
    raise _in_turns()


def _in_turns() -> Refused:
    sentence = (
        "The same is being handed in and deleted elsewhere at this moment, under the same key. Please send it again "
        "in a moment."
    )
    return Refused(503, "idempotency_key_busy", sentence, retry_after=1)


def _reused() -> Refused:
    sentence = (
        "Another request had this “Idempotency-Key”. Please take a new one for each thing that you hand in, and the "
        "same one only to send the very same thing again."
    )
    return Refused(422, "idempotency_key_reused", sentence)


def _hash(value: str) -> str:
    return salted_hmac("recognition.idempotency", value, algorithm="sha256").hexdigest()
