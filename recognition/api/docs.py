"""`/api/docs`: the schema as a page, rendered on the server, so that no script and no third party is needed."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

from recognition.display.wording import PROBLEMS, REASONS


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    description: str
    parameters: tuple[tuple[str, str, str], ...]  # name, where it stands, what it is
    bodies: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # name, what it is
    answers: tuple[tuple[str, str, str], ...]  # status, types, what it means


@cache
def schema() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    return dict(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


@cache
def answers() -> dict[str, list[tuple[str, str]]]:
    """The fields of what is mostly answered, each with what it is."""
    schemas = schema()["components"]["schemas"]
    return {name: fields({"$ref": f"#/components/schemas/{name}"}, schemas) for name in ("Prediction", "Batch")}


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the OpenAPI document, in its order."""
    schemas = schema()["components"]["schemas"]
    return tuple(
        operation(method, path, document, schemas)
        for path, methods in schema()["paths"].items()
        for method, document in methods.items()
        if path.startswith("/api/v1/")
    )


def operation(method: str, path: str, document: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    bodies = document.get("requestBody", {}).get("content", {})
    answers = tuple(
        (status, ", ".join(answer.get("content", {})), answer["description"])
        for status, answer in document["responses"].items()
    )
    sent = {name: what for body in bodies.values() for name, what in fields(body["schema"], schemas)}
    return Operation(
        method=method.upper(),
        path=path,
        description=document.get("description", ""),
        parameters=tuple((one["name"], one["in"], about(one)) for one in document.get("parameters", ())),
        bodies=tuple(bodies),
        fields=tuple(sent.items()),
        answers=answers,
    )


def about(parameter: dict[str, Any]) -> str:
    """Its description, what it can be, or whose id it is."""
    choices = " or ".join(parameter["schema"].get("enum", ()))
    told = " ".join(filter(None, (parameter.get("description"), choices)))
    return told or f"the {parameter['name'].removesuffix('_id')}’s id"


def fields(body: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    """The names in a body, which the document describes elsewhere, and what they are."""
    described = resolved(body, schemas)
    return [(name, meaning(field, schemas)) for name, field in described.get("properties", {}).items()]


def meaning(field: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Its description, and what it can be or holds; without a description, its type."""
    inner = resolved(field.get("items", field), schemas)
    choices = [str(choice) for choice in inner.get("enum", ())]
    said = field.get("description", "") or ("" if choices else inner.get("description", ""))
    parts = f"An object with {', '.join(inner['properties'])}." if "properties" in inner else ""
    told = " ".join(filter(None, (said, parts, " or ".join(choices))))
    return told or str(field.get("format") or field["type"])


def resolved(part: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    [part, *_] = part.get("allOf") or part.get("oneOf") or [part]
    return dict(schemas[part["$ref"].rpartition("/")[2]]) if "$ref" in part else part


def docs(request: HttpRequest) -> HttpResponse:
    context = {"operations": operations(), "answers": answers(), "reasons": REASONS, "problems": PROBLEMS}
    return render(request, "pages/api.html", context)
