"""What is kept: one row for everything handed in, and one verb for each change of its state."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from ml.reading import Reading
from recognition import statements
from recognition.models.batch import QUEUED_AGAIN, Batch
from recognition.models.judged import Judged
from recognition.models.opinions import worth

# With these a filter of the history is answered by the index alone (docs/decisions.md).
FILTERED = ["-created_at", "-id", "decision", "channel", "verdict", "confidence", "number_start", "source"]

# Of a row, to read it.
NEEDED = ("source", "mode", "threshold", "picture", "strokes", "attempts")


def picture_path(prediction: "Prediction", name: str = "") -> str:
    """Two letters of the id spread ten thousand pictures over 256 folders; the given name never reaches the disk."""
    return path_of(prediction.pk)


def path_of(prediction_id: uuid.UUID) -> str:
    return f"{prediction_id.hex[:2]}/{prediction_id.hex}"


class Prediction(Judged):
    """A picture or drawing that somebody handed in, and what the model read in it.

    QUEUED --complete--> SUCCEEDED        a reading is there, whatever its decision
    QUEUED --fail------> FAILED           no reading can be made, `error` says why
    QUEUED --cancel----> CANCELLED
    FAILED --retry-----> QUEUED           an operator has mended what was the matter

    There is no RUNNING: `started_at` and `attempts` say that a worker has begun. A row is finished once,
    by whoever's conditional UPDATE changes it first; everybody after that changes nothing. After that, forget() may
    take its picture, and leaves the state and the result as they are.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Decision(models.TextChoices):
        ACCEPTED = "accepted"
        UNCERTAIN = "uncertain"
        REJECTED = "rejected"

    class Mode(models.TextChoices):
        AUTO = "auto"
        DIGIT = "digit"
        NUMBER = "number"

    class Channel(models.TextChoices):
        DRAW = "draw"
        UPLOAD = "upload"
        API = "api"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, db_index=False)
    visitor = models.UUIDField(null=True, blank=True, help_text="The anonymous browser that handed it in.")

    batch = models.ForeignKey(Batch, models.CASCADE, null=True, blank=True, related_name="items", db_index=False)
    position = models.PositiveIntegerField(null=True, blank=True, help_text="Its place in the batch, from 0.")
    page = models.PositiveIntegerField(null=True, blank=True, help_text="Of a TIFF or PDF of several, from 1.")

    channel = models.CharField(max_length=10, choices=Channel)
    source = models.CharField(max_length=255, help_text="The file's name as given, or “drawing”.")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.AUTO)
    threshold = models.FloatField(
        null=True, blank=True, help_text="The confidence below which it is uncertain; empty: the model's own."
    )
    picture = models.FileField(upload_to=picture_path, blank=True)
    picture_format = models.CharField(max_length=10, blank=True)
    strokes = models.JSONField(null=True, blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    enqueued_at = models.DateTimeField(
        default=timezone.now, null=True, blank=True, help_text="When a message was last sent; not yet, in a batch."
    )
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    forget_at = models.DateTimeField(null=True, blank=True, help_text="When its owner wants the picture to go.")
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="When the picture went; the result stays.")

    text = models.TextField(blank=True)
    number = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    digits = models.JSONField(default=list, blank=True)
    glyphs = models.BinaryField(null=True, blank=True, help_text="PNG strip: what the network saw.")
    width = models.PositiveIntegerField(
        null=True, blank=True, help_text="Of the upright picture, which the boxes lie in."
    )
    height = models.PositiveIntegerField(null=True, blank=True)
    preview = models.BinaryField(null=True, blank=True, help_text="Small JPEG of the upright picture.")
    model_name = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=60, blank=True)
    read_ms = models.FloatField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)

    number_start = models.GeneratedField(
        expression=Left("number", 100),
        output_field=models.CharField(max_length=100),
        db_persist=True,
        help_text="What a search looks through: a whole page of digits is too long for an index.",
    )

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        # An index that a batch or an owner leads has no rows without one: they cost nothing to write, and SQLite
        # cannot look up `batch_id IS NULL` there, reading every row there is, instead of in `prediction_waiting`.
        indexes: ClassVar = [
            models.Index(fields=["owner", *FILTERED], condition=Q(owner__isnull=False), name="history_of_owner"),
            models.Index(fields=["visitor", *FILTERED], condition=Q(visitor__isnull=False), name="history_of_visitor"),
            models.Index(fields=["-created_at", "-id"], name="prediction_newest"),
            models.Index(fields=["forget_at"], condition=Q(forget_at__isnull=False), name="prediction_to_forget"),
            models.Index(fields=["created_at"], condition=Q(forgotten_at=None), name="prediction_not_forgotten"),
            models.Index(fields=["-worth", "id"], condition=Q(worth__isnull=False), name="prediction_worth_reviewing"),
            models.Index(fields=["enqueued_at"], condition=Q(finished_at=None, batch=None), name="prediction_waiting"),
            models.Index(
                fields=["batch", "status", "decision", "finished_at"],
                condition=Q(batch__isnull=False),
                name="prediction_progress",
            ),
            models.Index(
                fields=["batch", "enqueued_at", "position"],
                condition=Q(finished_at=None, batch__isnull=False),
                name="prediction_unfinished_in_batch",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="queued", finished_at=None) | (~Q(status="queued") & Q(finished_at__isnull=False)),
                name="prediction_finished_when_not_queued",
            ),
            models.UniqueConstraint(
                fields=["batch", "position"], condition=Q(batch__isnull=False), name="prediction_once_in_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.text or self.status}"

    @property
    def source_name(self) -> str:
        """For people, who want to know which of several pages it is."""
        return f"{self.source}, page {self.page}" if self.page else self.source

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def has_reading(self) -> bool:
        return self.status == self.Status.SUCCEEDED

    def begin(self) -> bool:
        """A worker starts on it, and has what is NEEDED. False: it is finished, gone, or has had every attempt and the
        sweeper fails it."""
        self.started_at = timezone.now()
        return statements.begin(self, self.started_at, settings.MAX_ATTEMPTS, NEEDED)

    def release(self) -> bool:
        """The attempt broke for a reason that may pass; the sweeper sends it again."""
        return self._unfinished().update(started_at=None) == 1

    def complete(self, reading: Reading, preview: bytes | None = None) -> bool:
        """QUEUED -> SUCCEEDED. False: it was finished before, and stays as it was."""
        return self._finish(**succeeded(self.pk, reading, preview))

    def fail(self, code: str, sentence: str) -> bool:
        """QUEUED -> FAILED, with the reason in words. False: it was finished before."""
        return self._finish(**failed(code, sentence))

    def cancel(self) -> bool:
        """QUEUED -> CANCELLED. False: it was finished before."""
        return self._finish(status=self.Status.CANCELLED)

    def retry(self) -> bool:
        """FAILED -> QUEUED, with all its attempts. False: it had not failed. The caller sends it."""
        failed_row = Prediction.objects.filter(pk=self.pk, status=self.Status.FAILED)
        return failed_row.update(**QUEUED_AGAIN) == 1

    def erase(self) -> None:
        """The row and its picture, gone."""
        self.erase_all([self])

    @classmethod
    def erase_all(cls, rows: Sequence["Prediction"]) -> None:
        """Rows and their pictures, gone, and batches of which nothing is left. The files go last: without its row
        nobody can ask for one any more."""
        pictures = [row.picture for row in rows if row.picture]
        batches = {row.batch_id for row in rows if row.batch_id}

        def delete_files() -> None:
            for picture in pictures:
                picture.delete(save=False)

        with transaction.atomic():
            cls.objects.filter(pk__in=[row.pk for row in rows]).only("pk").delete()
            for batch in Batch.emptied(batches):
                batch.erase()
            transaction.on_commit(delete_files, robust=True)

    def forget(self) -> bool:
        """Picture and strokes go, with all that shows them; what was read stays. False: not finished, or done."""
        storage, name = self.picture.storage, self.picture.name
        kept = Prediction.objects.filter(pk=self.pk, forgotten_at=None, finished_at__isnull=False)
        gone = {"picture": "", "preview": None, "glyphs": None, "strokes": None, "worth": None}
        if not kept.update(**gone, forget_at=None, forgotten_at=timezone.now()):
            return False
        if name:
            transaction.on_commit(lambda: storage.delete(name), robust=True)
        return True

    def give_up(self) -> bool:
        """QUEUED -> FAILED, after every attempt broke the process or ran out of time."""
        return self.fail(
            "gave_up",
            f"Reading it failed {self.attempts} times, so we stopped. Please try another picture of it.",
        )

    def _unfinished(self) -> "models.QuerySet[Prediction]":
        return Prediction.objects.filter(pk=self.pk, finished_at=None)

    def _finish(self, **fields: Any) -> bool:
        fields["finished_at"] = timezone.now()
        won = statements.finish(Prediction, [(self.pk, fields)]) == 1
        if won:
            for name, value in fields.items():
                setattr(self, name, value)
        return won


def succeeded(pk: uuid.UUID, reading: Reading, preview: bytes | None = None) -> dict[str, Any]:
    """The fields of a row that has been read."""
    document = reading.as_json("")
    width, height = reading.size or (None, None)
    return {
        "status": Prediction.Status.SUCCEEDED,
        "text": reading.text,
        "number": reading.number,
        "confidence": document["confidence"],
        "decision": reading.decision,
        "reason": reading.reason or "",
        "digits": document["digits"],
        "worth": worth(pk, document["digits"], document["reason"] or "", []),
        "glyphs": reading.glyphs_png(),
        "width": width,
        "height": height,
        "preview": preview,
        "model_name": reading.model_name,
        "model_version": reading.model_version,
        "read_ms": document["timing"]["read_ms"],
    }


def failed(code: str, sentence: str) -> dict[str, Any]:
    """The fields of a row that cannot be read."""
    return {"status": Prediction.Status.FAILED, "error_code": code, "error": sentence}
