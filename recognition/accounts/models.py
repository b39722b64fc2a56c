"""What is kept about people: how each wants the site, and how often a password was guessed wrong."""

from django.conf import settings
from django.db import models


class Preferences(models.Model):
    """How one person wants the site. With an account it is a row; without one, the same fields in the session."""

    class Theme(models.TextChoices):
        SYSTEM = "system", "As the device"
        LIGHT = "light"
        DARK = "dark"

    class Pen(models.IntegerChoices):
        """In units of the paper, which is 400 high."""

        FINE = 12
        MEDIUM = 20
        BROAD = 32

    class Keep(models.IntegerChoices):
        FOR_EVER = 0, "For ever"
        DAY = 1, "1 day"
        WEEK = 7, "7 days"
        MONTH = 30, "30 days"
        QUARTER = 90, "90 days"
        YEAR = 365, "1 year"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True)
    threshold = models.FloatField(null=True, blank=True, help_text="Empty: the model's own.")
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    pen_width = models.PositiveSmallIntegerField(choices=Pen, default=Pen.MEDIUM)
    keep_days = models.PositiveSmallIntegerField(choices=Keep, default=Keep.FOR_EVER)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences of {self.user}"


class LoginFailures(models.Model):
    """Wrong passwords within one window. `key` is a keyed hash, so that no name and no address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "login failures"

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M}"
