"""What people say about a reading: one row each time, never overwritten; the latest counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Review(models.Model):
    """One person's word on one prediction. A change of mind is another row. `Prediction.review` writes it.

    `label` is the true text (groups and lines as in a reading's `text`), empty where nothing is written or nobody can
    tell. `digits` are the true digits one by one, where they were given: `value` (null for what is no digit), `line`
    and `box` as in a reading, so that each can be traced to its ink whatever is read there later.
    """

    class Source(models.TextChoices):
        USER = "user"
        STAFF = "staff"

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        CORRECTED = "corrected"
        NOT_A_DIGIT = "not_a_digit"
        UNCLEAR = "unclear"

    prediction = models.ForeignKey("recognition.Prediction", models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    visitor = models.UUIDField(null=True, blank=True, help_text="The anonymous browser that said it.")
    source = models.CharField(max_length=10, choices=Source)
    verdict = models.CharField(max_length=12, choices=Verdict)
    label = models.TextField(blank=True)
    digits = models.JSONField(default=list, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="How long the person took, where it was measured.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.label}" if self.label else self.verdict
