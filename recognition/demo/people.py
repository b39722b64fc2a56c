"""Who is in the demo: accounts that nobody can log in to, browsers without one, and staff who review."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db.models import Q

from recognition.demo.hands import Hand, Rng
from recognition.owners import Owner

NAMESPACE = UUID("5d2f9c1e-0d1e-4c0a-9c8e-4f6b1f0a7d10")
MAIL = "demo.invalid"  # reserved (RFC 2606), so nobody's: what marks an account as the demo's
ACCOUNTS = ("demo-ada", "demo-ben", "demo-chloe", "demo-dev", "demo-elif", "demo-farid")
REVIEWERS = ("demo-reviewer-gwen", "demo-reviewer-hugo")
VISITORS = tuple(uuid5(NAMESPACE, f"visitor {number}") for number in range(8))
NEWCOMER = VISITORS[-1]  # came in the last days, with a hand that the model does not know


@dataclass(frozen=True)
class Person:
    owner: Owner
    hand: Hand
    busy: float  # how much of all is theirs, in relation to the others


def users() -> Q:
    return Q(email__endswith=f"@{MAIL}")


def readings() -> Q:
    """The demo's predictions and batches, whichever seed made them."""
    return Q(owner__in=User.objects.filter(users())) | Q(visitor__in=VISITORS)


def everybody(rng: Rng) -> list[Person]:
    """Makes the accounts."""
    owners = [Owner(user_id=account(name).pk) for name in ACCOUNTS] + [Owner(visitor=one) for one in VISITORS[:-1]]
    return [Person(owner, Hand.of(rng), float(rng.pareto(1.5) + 0.5)) for owner in owners]


def newcomer(rng: Rng) -> Person:
    return Person(Owner(visitor=NEWCOMER), Hand.of(rng).hurried(), 1.0)


def reviewers() -> list[User]:
    """They see what a reviewer sees, where this installation has that group."""
    found = [account(name, is_staff=True) for name in REVIEWERS]
    for group in Group.objects.filter(name="reviewer"):
        group.user_set.add(*found)
    return found


def account(name: str, *, is_staff: bool = False) -> User:
    unusable = make_password(None)
    defaults = {"email": f"{name}@{MAIL}", "is_staff": is_staff, "password": unusable}
    return User.objects.get_or_create(username=name, defaults=defaults)[0]


def taken() -> list[str]:
    """Names of the demo's that somebody real has."""
    real = User.objects.filter(username__in=[*ACCOUNTS, *REVIEWERS]).exclude(users())
    return list(real.values_list("username", flat=True))
