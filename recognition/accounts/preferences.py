"""A person's preferences: in the account, or in the browser's session without one. Nobody else asks which."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from recognition.accounts.models import Preferences
from recognition.owners import COOKIE_AGE, Owner
from recognition.selectors import batches_of, predictions_of
from recognition.submission import Terms

KEY = "preferences"
FIELDS = ("threshold", "theme", "pen_width", "keep_days")


def preferences_of(request: HttpRequest) -> Preferences:
    user = getattr(request, "user", None)  # what is refused before the user is known shows a page too
    if user is not None and user.is_authenticated:
        return Preferences.objects.filter(user=user).first() or Preferences(user=user)
    return from_session(request)


def terms_of(preferences: Preferences) -> Terms:
    return Terms(preferences.threshold, preferences.keep_days)


def from_session(request: HttpRequest) -> Preferences:
    kept = request.session.get(KEY, {})
    return Preferences(**{name: kept[name] for name in FIELDS if name in kept})


def keep(request: HttpRequest, preferences: Preferences) -> None:
    """Keep them; what this person handed in before is from now on kept for as long as they say, too."""
    if preferences.keep_days != preferences_of(request).keep_days:
        forget_after(Owner.of(request), preferences.keep_days)
    if request.user.is_authenticated:
        preferences.save()
    else:
        request.session[KEY] = {name: getattr(preferences, name) for name in FIELDS}
        request.session.set_expiry(COOKIE_AGE)  # as long as the cookie that tells whose the pictures are


def take_along(request: HttpRequest, user_id: int) -> None:
    """What was chosen in this browser becomes the account's, where the account has nothing yet."""
    chosen = from_session(request)
    if request.session.pop(KEY, None):
        Preferences.objects.get_or_create(user_id=user_id, defaults={name: getattr(chosen, name) for name in FIELDS})
        request.session.set_expiry(None)


def forget_after(owner: Owner, days: int) -> None:
    """This owner's pictures go `days` after they came, also those that are yet to be unpacked; 0: they stay."""
    when = F("created_at") + timedelta(days=days) if days else None
    with transaction.atomic():
        # The batches first: whoever unpacks one locks it, makes its items and reads again what it says.
        batches_of(owner).filter(unpacked_at=None).update(keep_days=days)
        predictions_of(owner).filter(forgotten_at=None).update(forget_at=when)
