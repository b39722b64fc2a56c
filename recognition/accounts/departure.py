"""Leaving: the account goes, with every row and every picture."""

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from recognition.models import Batch
from recognition.owners import Owner
from recognition.selectors import predictions_of


def depart(request: HttpRequest) -> None:
    """All or nothing; the picture files go once the rows are gone, and what a crash leaves there is swept."""
    owner = Owner.of(request)
    with transaction.atomic():
        for batch in Batch.objects.filter(owner.mine()):
            batch.erase()
        for prediction in predictions_of(owner).only("picture", "batch_id").iterator():
            prediction.erase()
        request.user.delete()
    logout(request)
