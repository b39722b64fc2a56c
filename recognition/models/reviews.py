"""What people say about a reading: one row each time, never overwritten, and taken back by another row."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Review(models.Model):
    """One person's word on one prediction. A change of mind is another row. `Prediction.review` writes it, and
    `Prediction.take_back` writes the row, without a verdict, that withdraws one.

    `label` is the true text (groups and lines as in a reading's `text`), empty where nothing is written or nobody can
    tell. `digits` are the true digits one by one, where they were given: `value` (null for what is no digit), `line`
    and `box` as in a reading, so that each can be traced to its ink whatever is read there later. A reviewer may have
    moved, split and merged boxes: those are not among the reading's.

    `sampled` and `probability` say how a reviewer came by it, which an estimate must know: of everything, the share
    RANDOM_SHARE is drawn at random; of what its user calls wrong, everything is looked at (probability 1); what was
    looked at because the model doubted, or was picked by hand, stands for nothing but itself (no probability).
    """

    class Source(models.TextChoices):
        USER = "user"
        STAFF = "staff"

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted"
        CORRECTED = "corrected"
        NOT_A_DIGIT = "not_a_digit"
        UNCLEAR = "unclear"

    class Sampled(models.TextChoices):
        RANDOM = "random"
        WORTH = "worth"
        PICKED = "picked"

    prediction = models.ForeignKey("recognition.Prediction", models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    visitor = models.UUIDField(null=True, blank=True, help_text="The anonymous browser that said it.")
    source = models.CharField(max_length=10, choices=Source)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True, help_text="Empty: takes another one back.")
    label = models.TextField(blank=True)
    digits = models.JSONField(default=list, blank=True)
    seconds = models.FloatField(null=True, blank=True, help_text="How long the person took, where it was measured.")
    created_at = models.DateTimeField(default=timezone.now)
    sampled = models.CharField(
        max_length=10, choices=Sampled, blank=True, default="", db_default="", help_text="Empty: its user's own word."
    )
    probability = models.FloatField(null=True, blank=True, help_text="With which it was drawn; empty: unknown.")
    bulk = models.UUIDField(null=True, blank=True, help_text="The same for all that one press of a button said.")
    withdraws = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="withdrawal", help_text="What it takes back."
    )

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["-id"], condition=models.Q(source="staff"), name="review_of_staff"),
            models.Index(fields=["bulk"], condition=models.Q(bulk__isnull=False), name="review_in_bulk"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(verdict="", withdraws__isnull=False)
                | (~models.Q(verdict="") & models.Q(withdraws=None)),
                name="review_says_or_withdraws",
            ),
        ]

    def __str__(self) -> str:
        if self.withdraws_id:
            return "taken back"
        return f"{self.verdict}: {self.label}" if self.label else self.verdict


STANDING = models.Q(withdraws=None, withdrawal=None)


def standing(reviews: Iterable[Review]) -> list[Review]:
    """Those of one prediction that nobody has taken back, oldest first."""
    rows = sorted(reviews, key=lambda review: review.pk)
    withdrawn = {review.withdraws_id for review in rows}
    return [review for review in rows if review.withdraws_id is None and review.pk not in withdrawn]
