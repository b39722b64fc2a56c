"""What is kept: one module for each kind of row, and one verb for each change of its state."""

from recognition.accounts.models import LoginFailures, Preferences
from recognition.models.batch import Batch
from recognition.models.holds import Hold
from recognition.models.idempotency import IdempotencyKey
from recognition.models.prediction import Prediction, failed, path_of, picture_path, succeeded
from recognition.models.rereadings import Rereading
from recognition.models.reviews import Review
from recognition.models.tallies import Tally
from recognition.models.versions import Activation, ModelVersion

__all__ = [
    "Activation",
    "Batch",
    "Hold",
    "IdempotencyKey",
    "LoginFailures",
    "ModelVersion",
    "Prediction",
    "Preferences",
    "Rereading",
    "Review",
    "Tally",
    "failed",
    "path_of",
    "picture_path",
    "succeeded",
]
