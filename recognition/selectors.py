"""Reads: who may see which prediction or batch."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from recognition.models import Prediction
from recognition.models.batch import Batch
from recognition.owners import Owner, key_fits

Owned = TypeVar("Owned", Prediction, Batch)


def predictions_of(owner: Owner) -> QuerySet[Prediction]:
    return Prediction.objects.filter(owner.mine())


def batches_of(owner: Owner) -> QuerySet[Batch]:
    return Batch.objects.filter(owner.mine())


def visible_prediction(owner: Owner, prediction_id: UUID, key: str = "") -> Prediction:
    """The prediction, if it is the owner's or the key opens it; else Http404, as if it did not exist."""
    return _visible(Prediction.objects.all(), owner, prediction_id, key)


def visible_batch(owner: Owner, batch_id: UUID, key: str = "") -> Batch:
    """As `visible_prediction`, for a batch."""
    return _visible(Batch.objects.all(), owner, batch_id, key)


def deletable_batch(owner: Owner, batch_id: UUID, key: str = "") -> Batch:
    """As `visible_batch`, for whoever may delete it: its key may where no account has it, and is then all the proof."""
    return _visible(Batch.objects.filter(Q(owner=None) | owner.mine()), owner, batch_id, key)


def _visible(rows: QuerySet[Owned], owner: Owner, pk: UUID, key: str) -> Owned:
    mine = rows if key and key_fits(pk, key) else rows.filter(owner.mine())
    row = mine.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
