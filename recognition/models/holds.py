"""Who is looking at what: an item is shown to one reviewer at a time."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

PATIENCE = timedelta(minutes=5)  # after which what somebody has open is shown to others


class Hold(models.Model):
    """A reviewer has it on the screen, or loaded as one of the next. There are as many rows as are open right now."""

    prediction = models.OneToOneField("recognition.Prediction", models.CASCADE, primary_key=True, related_name="hold")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.prediction_id} by {self.reviewer_id}"

    @classmethod
    def forget_old(cls) -> None:
        cls.objects.filter(since__lt=timezone.now() - PATIENCE).delete()
