"""Many things handed in at once: where they are on their way, and one verb for each change of that."""

import shutil
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from recognition.models import Prediction


FOLDER = "batches"  # in the private storage; one within for each batch that is to be unpacked
PASSING = ("gave_up", "picture_gone")  # what may go better another time; a damaged file stays damaged
RETRYABLE = Q(status="failed", error_code__in=PASSING, batch__cancelled_at=None) & ~Q(picture="")
# Of an item that has failed and is to be read once more, with all its attempts.
QUEUED_AGAIN: dict[str, Any] = {
    "status": "queued",
    "started_at": None,
    "finished_at": None,
    "attempts": 0,
    "error": "",
    "error_code": "",
}


def delete_files(pictures: Iterable[str], folder: str = "") -> None:
    """From the private storage; what is not there is no error."""
    for name in pictures:
        default_storage.delete(name)
    if folder:
        shutil.rmtree(default_storage.path(folder), ignore_errors=True)


class Batch(models.Model):
    """Files that somebody handed in together. Its items are predictions, made one by one as the files are unpacked.

    UNPACKING --> READING --> FINISHED       when no item is left unfinished
    either     <--> PAUSED                   nothing new is begun
    either     --cancel--> CANCELLED         what is not finished never will be
    FINISHED   --retry---> READING           failed items are queued again

    The state is not stored: it follows from the times below, and progress from the items.
    """

    class State(models.TextChoices):
        UNPACKING = "unpacking"
        READING = "reading"
        PAUSED = "paused"
        FINISHED = "finished"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    visitor = models.UUIDField(null=True, blank=True, help_text="The anonymous browser that handed it in.")

    name = models.CharField(max_length=120)
    channel = models.CharField(max_length=10)
    mode = models.CharField(max_length=10)
    expect = models.CharField(max_length=80, blank=True, help_text="The length or pattern that a number has.")
    threshold = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text="Confidence below which a reading is uncertain; the model's own where empty.",
    )
    keep_days = models.PositiveIntegerField(default=0, help_text="Of its pictures; 0: for ever.")
    files = models.JSONField(default=list, help_text="The names of the files as given, in order.")
    announced = models.PositiveIntegerField(default=0, help_text="How many items the files seemed to hold.")

    place = models.JSONField(default=list, help_text="[file, member, page] that is unpacked next.")
    made = models.PositiveIntegerField(default=0, help_text="Items made so far.")
    left_out = models.PositiveIntegerField(default=0, help_text="Files that are no pictures by name or content.")
    unpack_attempts = models.PositiveSmallIntegerField(default=0, help_text="Begun since the last item was made.")
    unpack_sent_at = models.DateTimeField(null=True, blank=True)
    unpack_begun_at = models.DateTimeField(null=True, blank=True)
    no_room_since = models.DateTimeField(null=True, blank=True, help_text="On the disk, for its pictures.")

    created_at = models.DateTimeField(default=timezone.now)
    unpacked_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When no item was left unfinished.")

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        verbose_name_plural = "batches"
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at"], name="batch_of_owner"),
            models.Index(fields=["visitor", "-created_at"], name="batch_of_visitor"),
            models.Index(fields=["created_at"], condition=Q(finished_at=None), name="batch_unfinished"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where its files wait to be unpacked, in the private storage."""
        return f"{FOLDER}/{self.pk.hex}"

    @property
    def state(self) -> State:
        if self.cancelled_at:
            return self.State.CANCELLED
        if self.finished_at:
            return self.State.FINISHED
        if self.paused_at:
            return self.State.PAUSED
        return self.State.READING if self.unpacked_at else self.State.UNPACKING

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None

    def item_id(self, position: int) -> uuid.UUID:
        """The same at every attempt, so that what is unpacked twice is one row and one file."""
        return uuid.uuid5(self.pk, str(position))

    def pause(self) -> bool:
        """Nothing more is begun. What waits in the lane is taken back; what a worker has begun ends."""
        paused = self._update(Q(paused_at=None, finished_at=None), paused_at=timezone.now())
        if paused:
            self.unfinished().filter(started_at=None).update(enqueued_at=None)
            self._update(Q(unpack_begun_at=None), unpack_sent_at=None)
        return paused

    def resume(self) -> bool:
        return self._update(Q(paused_at__isnull=False, finished_at=None), paused_at=None)

    def cancel(self) -> bool:
        """Every unfinished item is cancelled, also one that a worker is reading: its answer comes too late."""
        now = timezone.now()
        with transaction.atomic():
            cancelled = self._update(Q(finished_at=None), cancelled_at=now, finished_at=now)
            if cancelled:
                self.unfinished().update(status="cancelled", finished_at=now)
        return cancelled

    def retryable(self, items: "QuerySet[Prediction]") -> "QuerySet[Prediction]":
        """Those of `items` that failed and may be read yet; of a cancelled batch none."""
        return items.filter(RETRYABLE, batch=self)

    def retry(self, items: "QuerySet[Prediction]") -> int:
        """FAILED -> QUEUED for those of `items` that can be read again; how many."""
        failed = self.retryable(items)  # asked once the row is locked: nobody cancels it in between
        with transaction.atomic():
            self._lock()
            again = failed.update(**QUEUED_AGAIN, enqueued_at=None)
            if again:
                self._update(Q(), finished_at=None)
        return again

    def finish(self) -> bool:
        """Over, if everything is unpacked and read. Whoever finishes items calls it; the sweeper calls it again."""
        if self.unfinished().exists():
            return False
        with transaction.atomic():
            self._lock()
            nothing_left = not self.unfinished().exists()  # nor has somebody retried what failed, meanwhile
            over = Q(finished_at=None, unpacked_at__isnull=False)
            return nothing_left and self._update(over, finished_at=timezone.now())

    def send_unpacking(self, moment: datetime) -> bool:
        """The right to send the one message that unpacks it. False: it is on its way, or there is nothing to unpack."""
        return self._update(
            Q(unpack_sent_at=None, unpacked_at=None, paused_at=None, finished_at=None), unpack_sent_at=moment
        )

    def begin_unpacking(self) -> bool:
        """A worker starts on it. False: somebody has, or there is nothing to do."""
        waiting = Q(
            unpack_sent_at__isnull=False, unpack_begun_at=None, unpacked_at=None, paused_at=None, finished_at=None
        )
        return self._update(waiting, unpack_begun_at=timezone.now(), unpack_attempts=F("unpack_attempts") + 1)

    def advance(self, made: int, left_out: int, place: list[int]) -> bool:
        """From `self.made` items to `made`. False: it is over or paused, or another worker was faster; stop."""
        return self._update(
            Q(made=self.made, left_out=self.left_out, paused_at=None, finished_at=None),
            made=made,
            left_out=left_out,
            place=place,
            unpack_attempts=0,
            no_room_since=None,
        )

    def release_unpacking(self) -> bool:
        """Its turn is over and it is not: another message continues at `place`."""
        return self._update(Q(unpacked_at=None), unpack_sent_at=None, unpack_begun_at=None)

    def wait_for_room(self) -> bool:
        """A turn that the disk has ended is no attempt: no item is to blame. The sweeper has it taken again."""
        return self._update(Q(unpacked_at=None), unpack_attempts=0, no_room_since=self.no_room_since or timezone.now())

    def end_unpacking(self) -> bool:
        return self._update(Q(unpacked_at=None, made=self.made, finished_at=None), unpacked_at=timezone.now())

    @classmethod
    def emptied(cls, ids: Iterable[uuid.UUID]) -> "QuerySet[Batch]":
        """Those of them that have no item any more and will get none."""
        complete = Q(unpacked_at__isnull=False) | Q(finished_at__isnull=False)
        return cls.objects.filter(complete, pk__in=ids, items=None)

    def erase(self) -> None:
        """The batch, its items and every file of theirs, gone. Files go last: without a row nobody can ask for them."""
        folder = self.folder
        with transaction.atomic():
            self._lock()  # else whoever unpacks it makes items meanwhile, and they keep the row from going
            pictures = list(self.items.exclude(picture="").values_list("picture", flat=True))
            self.delete()
            transaction.on_commit(lambda: delete_files(pictures, folder), robust=True)

    def unfinished(self) -> "QuerySet[Prediction]":
        return self.items.filter(finished_at=None)

    def _lock(self) -> None:
        """Until the transaction ends, nobody else changes the row."""
        Batch.objects.select_for_update().filter(pk=self.pk).first()

    def _update(self, condition: Q, **fields: Any) -> bool:
        won = Batch.objects.filter(condition, pk=self.pk).update(**fields) == 1
        if won:
            for name, value in fields.items():
                if not isinstance(value, F):
                    setattr(self, name, value)
        return won
