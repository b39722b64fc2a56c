"""The Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecognitionConfig(AppConfig):
    name = "recognition"
    verbose_name = "Digit recognition"

    def ready(self) -> None:
        from recognition import checks  # noqa: F401, PLC0415 - registers the system checks

        post_migrate.connect(register_shipped_model, sender=self)


def register_shipped_model(**_: Any) -> None:
    """After an installation or an upgrade, the model that came with it has its row."""
    from recognition.models import ModelVersion  # noqa: PLC0415 - models are not loaded when this file is

    ModelVersion.register_shipped()
