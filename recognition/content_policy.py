"""The header Content-Security-Policy, composed once. django-csp does it for each response: 2 % of an API request."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """A response that says anything of its own about it (a decorator, a nonce, debugging) is left to django-csp."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        own = any(name.startswith("_csp") for name in (*vars(response), *vars(request)))
        if own or HEADER in response or settings.DEBUG:
            return super().process_response(request, response)
        response.headers[HEADER] = policy()
        return response


@cache
def policy() -> str:
    return build_policy()
