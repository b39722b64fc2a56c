"""Who owns a prediction: an account, or an anonymous browser known by a signed cookie."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

COOKIE = "visitor"
COOKIE_AGE = 365 * 24 * 3600
NEW_VISITOR = "recognition.new_visitor"  # in META, which the REST framework's request shares with Django's
signer = signing.Signer(salt="recognition.owners")
keys = signing.Signer(salt="recognition.key")


@dataclass(frozen=True, slots=True)
class Owner:
    """One of the two is set; neither is set for a caller who has handed nothing in yet."""

    user_id: int | None = None
    visitor: UUID | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        if request.user.is_authenticated:
            return cls(user_id=request.user.pk)
        return cls(visitor=visitor_of(request))

    @classmethod
    def creating(cls, request: HttpRequest) -> Self:
        """Like `of`, and a caller without a name gets one: the middleware sets the cookie on the way out."""
        owner = cls.of(request)
        if owner.user_id is None and owner.visitor is None:
            owner = cls(visitor=uuid4())
            request.META[NEW_VISITOR] = owner.visitor
        return owner

    def mine(self) -> Q:
        """The rows that are this owner's; none for a caller without a name."""
        if self.user_id is not None:
            return Q(owner_id=self.user_id)
        return Q(visitor=self.visitor) if self.visitor else Q(pk__in=[])


def visitor_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(signer.unsign(request.COOKIES[COOKIE]))
    except (KeyError, ValueError, signing.BadSignature):
        return None


def key_for(prediction_id: UUID) -> str:
    """What lets a client without cookies read back what it has just handed in (it rides in `links`)."""
    return keys.signature(str(prediction_id))


def key_fits(prediction_id: UUID, key: str) -> bool:
    return secrets.compare_digest(key_for(prediction_id).encode(), key.encode())


class OwnerMiddleware:
    """Give a new anonymous visitor the cookie that makes what they handed in theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        visitor = request.META.get(NEW_VISITOR)
        if visitor is not None:
            response.set_cookie(
                COOKIE,
                signer.sign(str(visitor)),
                max_age=COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=settings.BEHIND_TLS,
            )
        return response
