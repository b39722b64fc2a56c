"""Quick ways to the usual parser and renderer change nothing for anybody."""

import json

import pytest
from django.test import Client
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from recognition.api.negotiation import Negotiation

TYPES = (
    "application/json",
    "Application/JSON; charset=utf-8",
    "multipart/form-data; boundary=x",
    "text/plain",
    "a/*",
)


@pytest.mark.parametrize("kind", TYPES)
def test_the_parser_is_the_one_that_the_framework_takes(kind: str) -> None:
    request = Request(APIRequestFactory().post("/", b"{}", content_type=kind))
    parsers = [JSONParser(), MultiPartParser()]
    assert Negotiation().select_parser(request, parsers) is DefaultContentNegotiation().select_parser(request, parsers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "status"),
    [("", 406), ("*/*", 200), ("application/json", 200), ("text/html", 406), ("text/html, */*", 200)],
)
def test_only_json_is_answered(client: Client, accept: str, status: int) -> None:
    response = client.get("/api/v1/predictions", headers={"accept": accept})
    assert response.status_code == status
    assert "json" in response["Content-Type"]


@pytest.mark.parametrize("how", [{"method": "PUT"}, {"accept": "application/xml"}, {"accept": "image/png"}])
def test_where_the_answer_would_be_yaml_a_problem_is_json_all_the_same(client: Client, how: dict[str, str]) -> None:
    headers = {"Accept": how["accept"]} if "accept" in how else {}
    answer = client.generic(how.get("method", "GET"), "/api/schema", headers=headers)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == answer.status_code
