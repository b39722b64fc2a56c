"""Logging in: what was done anonymously in this browser goes along into the account."""

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest

from recognition.accounts import preferences
from recognition.accounts.models import Preferences
from recognition.models import Batch, Prediction
from recognition.models.reviews import Review
from recognition.owners import Owner, visitor_of

OWNED = (Batch, Prediction)  # every model with an `owner` and a `visitor`; in this order, see `forget_after`


def arrive(request: HttpRequest, user: User) -> None:
    """Log in, and make the rows and the reviews of this browser's visitor the account's."""
    visitor = visitor_of(request)
    with transaction.atomic():
        login(request, user)
        preferences.take_along(request, user.pk)
        if visitor is None:
            return
        chosen = Preferences.objects.filter(user=user.pk).first()
        if chosen and chosen.keep_days:
            preferences.forget_after(Owner(visitor=visitor), chosen.keep_days)
        for model in OWNED:
            model.objects.filter(visitor=visitor).update(owner=user.pk, visitor=None)
        Review.objects.filter(visitor=visitor).update(reviewer=user.pk, visitor=None)
