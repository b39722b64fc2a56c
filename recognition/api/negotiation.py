"""Which parser and renderer a request gets: the usual ones at once, all others as the REST framework finds them."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

ANYTHING = ("*/*", "application/json")


class Negotiation(DefaultContentNegotiation):
    """The framework parses each media type with the email package: 3 % of a request's processor time."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> Any:
        named = (request.content_type or "").partition(";")[0].strip().lower()
        usual = [parser for parser in parsers if parser.media_type == named]
        return usual[0] if usual else super().select_parser(request, parsers)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        [first, *others] = renderers
        plain = not (others or format_suffix or self.settings.URL_FORMAT_OVERRIDE in request.query_params)
        if plain and first.media_type == "application/json" and request.headers.get("Accept", "*/*") in ANYTHING:
            return first, "application/json"
        return super().select_renderer(request, renderers, format_suffix)


class AsItIs(Negotiation):
    """For what has one type, a picture or a file: it is sent whatever type is asked for; JSON is for problems only."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        [first, *_] = renderers
        return first, first.media_type
