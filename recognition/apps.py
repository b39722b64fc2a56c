"""The Django app."""

from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = "Digit recognition"

    def ready(self) -> None:
        from recognition import checks  # noqa: F401, PLC0415 - registers the system checks
