"""An answer is for who asked: no cache between may keep it, and the asker's own asks again before it is shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

UNSAID = "private, no-cache"
View = Callable[[HttpRequest], HttpResponse]


def private(get_response: View) -> View:
    """A middleware, for whatever does not say otherwise of itself. Static files never come this far."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", UNSAID)
        return response

    return answer
