"""Django's admin. Its pages register themselves when it finds this package."""

from recognition.admin import batches, predictions, versions

__all__ = ["batches", "predictions", "versions"]
