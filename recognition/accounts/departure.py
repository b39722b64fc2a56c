"""Leaving: the account goes, with every row and every picture."""

from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest

from recognition.owners import Owner
from recognition.selectors import predictions_of


def depart(request: HttpRequest) -> None:
    """All or nothing; the picture files go once the rows are gone, and what a crash leaves there is swept."""
    with transaction.atomic():
        for prediction in predictions_of(Owner.of(request)).only("picture").iterator():
            prediction.erase()
        request.user.delete()
    logout(request)
