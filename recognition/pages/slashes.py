"""An address with a slash too many at its end, or too few, leads to the one that is meant."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils.http import escape_leading_slashes


class Moved(HttpResponsePermanentRedirect):
    status_code = 308  # with 301 clients turn a POST into a GET


class SlashMiddleware:
    """Where nothing was found, and something with a name stands at the other address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        path = request.path_info
        other = path[:-1] if path.endswith("/") else f"{path}/"
        return Moved(with_query(other, request)) if stands(other) else response


def stands(path: str) -> bool:
    try:
        return resolve(path).url_name is not None
    except Resolver404:
        return False


def with_query(path: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return escape_leading_slashes(f"{path}?{query}" if query else path)
