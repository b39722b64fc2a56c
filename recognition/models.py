"""What is kept: one row for everything handed in, and one verb for each change of its state."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from ml.reading import Reading
from recognition.versions import Activation, ModelVersion

__all__ = ["Activation", "ModelVersion", "Prediction"]


def picture_path(prediction: "Prediction", name: str = "") -> str:
    """Two letters of the id spread ten thousand pictures over 256 folders; the given name never reaches the disk."""
    return f"{prediction.pk.hex[:2]}/{prediction.pk.hex}"


class Prediction(models.Model):
    """A picture or drawing that somebody handed in, and what the model read in it.

    QUEUED --complete--> SUCCEEDED        a reading is there, whatever its decision
    QUEUED --fail------> FAILED           no reading can be made, `error` says why
    QUEUED --cancel----> CANCELLED

    There is no RUNNING: `started_at` and `attempts` say that a worker has begun. A row is finished once,
    by whoever's conditional UPDATE changes it first; everybody after that changes nothing.
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
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True)
    visitor = models.UUIDField(null=True, blank=True, help_text="The anonymous browser that handed it in.")

    channel = models.CharField(max_length=10, choices=Channel)
    source = models.CharField(max_length=255, help_text="The file's name as given, or “drawing”.")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.AUTO)
    picture = models.FileField(upload_to=picture_path, blank=True)
    picture_format = models.CharField(max_length=10, blank=True)
    strokes = models.JSONField(null=True, blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    enqueued_at = models.DateTimeField(default=timezone.now, help_text="When a message was last sent for it.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    text = models.TextField(blank=True)
    number = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    digits = models.JSONField(default=list, blank=True)
    glyphs = models.BinaryField(null=True, blank=True, help_text="PNG strip: what the network saw.")
    preview = models.BinaryField(null=True, blank=True, help_text="Small JPEG of the upright picture.")
    model_name = models.CharField(max_length=60, blank=True)
    model_version = models.CharField(max_length=60, blank=True)
    read_ms = models.FloatField(null=True, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-created_at", "-id"], name="prediction_of_owner"),
            models.Index(fields=["visitor", "-created_at", "-id"], name="prediction_of_visitor"),
            models.Index(fields=["-created_at", "-id"], name="prediction_newest"),
            models.Index(fields=["enqueued_at"], condition=Q(finished_at=None), name="prediction_unfinished"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="queued", finished_at=None) | (~Q(status="queued") & Q(finished_at__isnull=False)),
                name="prediction_finished_when_not_queued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.text or self.status}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def has_reading(self) -> bool:
        return self.status == self.Status.SUCCEEDED

    @property
    def is_drawing(self) -> bool:
        return self.strokes is not None

    def begin(self) -> bool:
        """A worker starts on it. False: it is finished, or it has had every attempt and the sweeper fails it."""
        left = self._unfinished().filter(attempts__lt=settings.MAX_ATTEMPTS)
        return left.update(attempts=F("attempts") + 1, started_at=timezone.now()) == 1

    def release(self) -> bool:
        """The attempt broke for a reason that may pass; the sweeper sends it again."""
        return self._unfinished().update(started_at=None) == 1

    def complete(self, reading: Reading, preview: bytes | None = None) -> bool:
        """QUEUED -> SUCCEEDED. False: it was finished before, and stays as it was."""
        document = reading.as_json(self.source)
        return self._finish(
            status=self.Status.SUCCEEDED,
            text=reading.text,
            number=reading.number,
            confidence=document["confidence"],
            decision=reading.decision,
            reason=reading.reason or "",
            digits=document["digits"],
            glyphs=reading.glyphs_png(),
            preview=preview,
            model_name=reading.model_name,
            model_version=reading.model_version,
            read_ms=document["timing"]["read_ms"],
        )

    def fail(self, code: str, sentence: str) -> bool:
        """QUEUED -> FAILED, with the reason in words. False: it was finished before."""
        return self._finish(status=self.Status.FAILED, error_code=code, error=sentence)

    def erase(self) -> None:
        """The row and its picture, gone. The file goes last: without its row nobody can ask for it any more."""
        storage, name = self.picture.storage, self.picture.name

        def delete_file() -> None:
            if name:
                storage.delete(name)

        self.delete()
        transaction.on_commit(delete_file, robust=True)

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
        won = self._unfinished().update(**fields) == 1
        if won:
            for name, value in fields.items():
                setattr(self, name, value)
        return won
