"""Leaving: every row and every picture goes, then the account."""

import math

from django.contrib.auth import logout
from django.http import HttpRequest

from recognition.erasure import erase_some
from recognition.owners import Owner
from recognition.selectors import batches_of, predictions_of


def depart(request: HttpRequest) -> None:
    """A few hundred rows a transaction: in a single one SQLite let nobody else write for a minute and more. Cut off in
    the middle, the account is still there, with what is left, and is deleted by asking again."""
    owner = Owner.of(request)
    for batch in batches_of(owner):
        batch.cancel()  # so that nothing more is made of its files
    erase_some(predictions_of(owner), seconds=math.inf)
    for batch in batches_of(owner):
        batch.erase()
    request.user.delete()
    logout(request)
