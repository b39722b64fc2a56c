"""`/api/docs`: the schema as a page, rendered on the server, so that no script and no third party is needed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    description: str
    parameters: tuple[dict[str, Any], ...]
    bodies: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the OpenAPI document, in its order."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return tuple(
        operation(method, path, document)
        for path, methods in schema["paths"].items()
        for method, document in methods.items()
        if path.startswith("/api/v1/")
    )


def operation(method: str, path: str, document: dict[str, Any]) -> Operation:
    answers = tuple((status, ", ".join(answer.get("content", {}))) for status, answer in document["responses"].items())
    return Operation(
        method=method.upper(),
        path=path,
        description=document.get("description", ""),
        parameters=tuple(document.get("parameters", ())),
        bodies=tuple(document.get("requestBody", {}).get("content", {})),
        answers=answers,
    )


def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/api.html", {"operations": operations()})
