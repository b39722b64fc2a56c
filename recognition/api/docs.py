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
    parameters: tuple[tuple[str, str, str], ...]  # name, where it stands, what it is
    bodies: tuple[str, ...]
    fields: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the OpenAPI document, in its order."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return tuple(
        operation(method, path, document, schema["components"]["schemas"])
        for path, methods in schema["paths"].items()
        for method, document in methods.items()
        if path.startswith("/api/v1/")
    )


def operation(method: str, path: str, document: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    bodies = document.get("requestBody", {}).get("content", {})
    answers = tuple((status, ", ".join(answer.get("content", {}))) for status, answer in document["responses"].items())
    return Operation(
        method=method.upper(),
        path=path,
        description=document.get("description", ""),
        parameters=tuple((one["name"], one["in"], about(one)) for one in document.get("parameters", ())),
        bodies=tuple(bodies),
        fields=tuple(dict.fromkeys(name for body in bodies.values() for name in fields(body["schema"], schemas))),
        answers=answers,
    )


def about(parameter: dict[str, Any]) -> str:
    """Its description, what it can be, or whose id it is."""
    schema = parameter["schema"]
    choices = schema.get("enum") or schema.get("pattern", "").strip("^$").split("|")
    told = " or ".join(choices) if len(choices) > 1 else f"the {parameter['name'].removesuffix('_id')}’s id"
    return str(parameter.get("description") or told)


def fields(body: dict[str, Any], schemas: dict[str, Any]) -> list[str]:
    """The names in a body, which the document describes elsewhere."""
    described = schemas[body["$ref"].rpartition("/")[2]] if "$ref" in body else body
    return list(described.get("properties", {}))


def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/api.html", {"operations": operations()})
