"""Reads: who may see which prediction."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from recognition.batch import Batch
from recognition.models import Prediction
from recognition.owners import Owner, key_fits


def predictions_of(owner: Owner) -> QuerySet[Prediction]:
    return Prediction.objects.filter(owner.mine())


def visible_prediction(owner: Owner, prediction_id: UUID, key: str = "") -> Prediction:
    """The prediction, if it is the owner's or the key opens it; else Http404, as if it did not exist."""
    rows = Prediction.objects.all() if key and key_fits(prediction_id, key) else predictions_of(owner)
    prediction = rows.filter(pk=prediction_id).first()
    if prediction is None:
        raise Http404
    return prediction


def batches_of(owner: Owner) -> QuerySet[Batch]:
    return Batch.objects.filter(owner.mine())


def visible_batch(owner: Owner, batch_id: UUID, key: str = "") -> Batch:
    """As `visible_prediction`, for a batch."""
    rows = Batch.objects.all() if key and key_fits(batch_id, key) else batches_of(owner)
    batch = rows.filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch
