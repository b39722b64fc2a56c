"""Guessing passwords is limited, for every way to log in: ours, the admin's, and what asks for the password again. So
are new accounts.

Each try is counted before the password is looked at, so that tries at the same time cannot slip by each other.
"""

from datetime import timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from recognition.accounts.models import LoginFailures

WINDOW = timedelta(minutes=15)
FOR_ONE_NAME = 5  # from one address: another address cannot lock somebody out
FOR_ALL_NAMES = 50  # from one address, where a whole school may sit
SIGN_UPS, SIGN_UP_WINDOW = 50, timedelta(hours=1)  # from one address


class LimitedBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if request is None or username is None:
            return None
        if not may_try(request, username):
            raise PermissionDenied
        user = super().authenticate(request, username, password, **kwargs)
        if user is not None:
            succeeded(request, username)
        return user


def may_try(request: HttpRequest, name: str) -> bool:
    """Count a try. False: too many have failed."""
    counts = [_count(key) for key in _keys(request, name)]
    return counts[0] <= FOR_ONE_NAME and counts[1] <= FOR_ALL_NAMES


def is_locked(request: HttpRequest, name: str) -> bool:
    """Whether the next try would be refused."""
    rows = LoginFailures.objects.filter(ends_at__gt=timezone.now())
    one, all_names = (rows.filter(key=key).values_list("count", flat=True).first() or 0 for key in _keys(request, name))
    return one >= FOR_ONE_NAME or all_names >= FOR_ALL_NAMES


def succeeded(request: HttpRequest, name: str) -> None:
    """A right password takes its own try back, and the earlier ones for this name."""
    one, all_names = _keys(request, name)
    LoginFailures.objects.filter(key=one).delete()
    LoginFailures.objects.filter(key=all_names).update(count=F("count") - 1)


def may_sign_up(request: HttpRequest) -> bool:
    """Count a new account. False: too many came from there lately."""
    return _count(_hash(f"sign-up {network_of(request)}"), SIGN_UP_WINDOW) <= SIGN_UPS


def network_of(request: HttpRequest) -> str:
    """Where the request comes from; for IPv6 the /64, of which one person has 2^64 addresses."""
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_TLS:  # the last entry is the proxy's own; what stands before it, anybody can write
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    try:
        number = ip_address(address)
    except ValueError:
        return address  # a unix socket's, which is empty
    if isinstance(number, IPv4Address) or number.ipv4_mapped:
        return str(getattr(number, "ipv4_mapped", None) or number)
    return str(ip_network((number, 64), strict=False))


def _keys(request: HttpRequest, name: str) -> tuple[str, str]:
    """With a new password a name has its tries anew: whoever forgot the old one has used them up."""
    network = network_of(request)
    alike = dict(User.objects.filter(username__iexact=name).order_by("pk").values_list("username", "password"))
    password = alike.get(name) or next(iter(alike.values()), "")
    return _hash(f"{network} {name.casefold()} {password}"), _hash(network)


def _hash(value: str) -> str:
    return salted_hmac("recognition.accounts.limits", value, algorithm="sha256").hexdigest()


def _count(key: str, window: timedelta = WINDOW) -> int:
    """How many tries this window has seen, this one included; the database adds up, whichever process asks."""
    now = timezone.now()
    LoginFailures.objects.filter(key=key, ends_at__lte=now).delete()
    LoginFailures.objects.get_or_create(key=key, defaults={"ends_at": now + window})
    LoginFailures.objects.filter(key=key).update(count=F("count") + 1)
    return LoginFailures.objects.values_list("count", flat=True).filter(key=key).first() or 0
