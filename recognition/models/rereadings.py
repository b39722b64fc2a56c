"""What another model reads in a prediction: again with the active one, or in the shadow of a candidate. The first
reading stays as it was."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from ml.reading import Reading


class Rereading(models.Model):
    """One model's reading of a prediction that another has read. Asked for, then finished once.

    `finished_at` is empty until then; `error` says why there is no reading.
    """

    class Purpose(models.TextChoices):
        AGAIN = "again"
        SHADOW = "shadow"

    prediction = models.ForeignKey("recognition.Prediction", models.CASCADE, related_name="rereadings")
    version = models.ForeignKey("recognition.ModelVersion", models.CASCADE, related_name="rereadings")
    purpose = models.CharField(max_length=10, choices=Purpose)
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)
    number = models.TextField(blank=True)
    confidence = models.FloatField(null=True, blank=True)
    decision = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    digits = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prediction", "version"], name="rereading_once_a_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(finished_at=None), name="rereading_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.text or self.error or 'waits'}"

    def begin(self) -> bool:
        """An attempt is counted. False after the last: then it has failed, and is left alone."""
        if self.attempts >= settings.MAX_ATTEMPTS:
            self.fail(f"Reading it failed {self.attempts} times, so we stopped.")
            return False
        unfinished = Rereading.objects.filter(pk=self.pk, finished_at=None)
        return unfinished.update(attempts=models.F("attempts") + 1) == 1

    def complete(self, reading: Reading) -> bool:
        """False: it was finished before, and stays as it was."""
        document = reading.as_json("")
        names = ("text", "number", "confidence", "decision", "digits")
        return self._finish(**{name: document[name] for name in names}, reason=reading.reason or "")

    def fail(self, sentence: str) -> bool:
        return self._finish(error=sentence)

    def _finish(self, **fields: Any) -> bool:
        return Rereading.objects.filter(pk=self.pk, finished_at=None).update(finished_at=timezone.now(), **fields) == 1
