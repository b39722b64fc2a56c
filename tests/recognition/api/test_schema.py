"""The OpenAPI document describes the API that is there."""

import json
import re
import subprocess
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from django.test import Client

from recognition.display.wording import PROBLEMS, REASONS
from tests.conftest import SEVEN

STAFF_ONLY = {"no_box"}  # said to the script of the review desk alone
README = Path(__file__).parents[3] / "README.md"
IDS = {"prediction_id": uuid4(), "batch_id": uuid4(), "kind": "csv"}

pytestmark = pytest.mark.django_db


def test_the_schema_names_every_address_and_its_answers(client: Client) -> None:
    schema = yaml.safe_load(client.get("/api/schema").content)
    create = schema["paths"]["/api/v1/predictions"]["post"]
    assert set(create["responses"]) == {*("201", "202", "400", "403", "406", "411", "413", "415", "422", "429", "503")}
    assert set(create["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert "/api/v1/predictions/{prediction_id}" in schema["paths"]


def test_an_answer_has_just_the_fields_of_the_schema(client: Client, queue_away: None) -> None:
    schema = yaml.safe_load(client.get("/api/schema").content)
    body = json.dumps({"strokes": SEVEN})
    answer = client.post("/api/v1/predictions", body, content_type="application/json").json()
    assert set(answer) == set(schema["components"]["schemas"]["Prediction"]["properties"])


def test_the_schema_says_what_a_batch_answers(client: Client) -> None:
    schema = yaml.safe_load(client.get("/api/schema").content)
    export = schema["paths"]["/api/v1/batches/{batch_id}/export.{kind}"]["get"]["responses"]["200"]["content"]
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Exported"}}
    assert export["application/json"]["schema"] == items
    assert set(schema["paths"]["/api/v1/batches/{batch_id}/{verb}"]["post"]["responses"]) == {
        *("200", "400", "403", "404", "406", "503")
    }


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_the_schema_names_what_is_answered_where_json_is_not_wanted(alice: Client, accept: str) -> None:
    paths = yaml.safe_load(alice.get("/api/schema").content)["paths"]
    asked = {path.format(**IDS): answers["get"]["responses"] for path, answers in paths.items() if "get" in answers}
    assert len(asked) == 8
    for address, answers in asked.items():
        status = alice.get(address, headers={"accept": accept}).status_code
        assert str(status) in answers, address


def test_a_generator_of_clients_learns_that_a_file_is_sent(client: Client) -> None:
    schemas = yaml.safe_load(client.get("/api/schema").content)["components"]["schemas"]
    assert schemas["Upload"]["properties"]["image"]["format"] == "binary"
    assert schemas["BatchUpload"]["properties"]["files"]["items"] == {"type": "string", "format": "binary"}


def test_an_address_of_several_words_names_them(client: Client) -> None:
    paths = yaml.safe_load(client.get("/api/schema").content)["paths"]
    parameters = {
        parameter["name"]: parameter["schema"]
        for path in paths.values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
    }
    assert parameters["verb"] == {"type": "string", "enum": ["pause", "resume", "cancel", "retry"]}
    assert parameters["kind"]["enum"] == ["csv", "json", "jsonl", "zip"]


def test_every_operation_and_answer_is_described(client: Client) -> None:
    paths = yaml.safe_load(client.get("/api/schema").content)["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    assert len(operations) == 14
    for operation in operations:
        assert operation["description"]
        assert all(answer["description"] for answer in operation["responses"].values())
    created = paths["/api/v1/predictions"]["post"]["responses"]
    assert set(created["201"]["headers"]) == {"Location", "Idempotent-Replayed"}
    assert set(created["202"]["headers"]) == {"Location", "Idempotent-Replayed", "Retry-After"}


def test_a_session_without_its_token_is_refused_as_the_schema_says(alice: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = alice.cookies
    response = client.post("/api/v1/predictions", json.dumps({"strokes": SEVEN}), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (403, "permission_denied")


CODE = re.compile(r"""(?:Refused|Rejected|ZipRefused|Problem)\(\s*(?:\d+,\s*)?"([a-z_]+)\"""")


def test_the_docs_explain_every_code_that_the_source_gives(client: Client) -> None:
    root = Path(__file__).parents[3]
    sources = [path.read_text() for part in ("ml", "recognition") for path in (root / part).rglob("*.py")]
    codes = {code for source in sources for code in CODE.findall(source)}
    assert len(codes) > 30
    page = client.get("/api/docs").content.decode()
    assert [code for code in sorted(codes - STAFF_ONLY) if f"<dt><code>{code}</code></dt>" not in page] == []


def test_the_docs_explain_what_is_sent_and_what_comes_back(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    schema = yaml.safe_load(client.get("/api/schema").content)["components"]["schemas"]
    for name in ("Prediction", "Batch"):
        fields = schema[name]["properties"]
        assert fields
        assert [field for field in fields if f"<code>{field}</code>" not in page] == []
    for word in (*REASONS, *PROBLEMS):
        assert f"<code>{word}</code>" in page
    assert "The confidence below which it is uncertain" in page


def test_the_schema_and_the_docs_say_how_to_ask_again(client: Client) -> None:
    paths = yaml.safe_load(client.get("/api/schema").content)["paths"]
    for address in ("/api/v1/predictions", "/api/v1/batches"):
        create = paths[address]["post"]
        assert ("Idempotency-Key", "header") in {(one["name"], one["in"]) for one in create["parameters"]}
        assert "422" in create["responses"]
        assert "Idempotent-Replayed" in create["responses"]["202"]["headers"]
    page = client.get("/api/docs").content.decode()
    [command] = set(re.findall(r"Idempotency-Key: (\$\(.+\))\"", page + README.read_text()))
    # curl sends no header at all for an empty key, so a command that this machine has not got would hand in twice
    said = subprocess.run(["sh", "-c", f"echo {command}"], capture_output=True, text=True, check=True).stdout
    assert UUID(said.strip()).version == 4
    assert "<code>Idempotency-Key</code> (header)" in page


def test_the_docs_show_every_operation(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "POST /api/v1/predictions" in page
    assert "GET /api/v1/predictions/{prediction_id}" in page
    assert "application/problem+json" in page


def test_the_docs_show_names_as_code(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "The digits of <code>text</code> alone." in page
    assert "`" not in page


@pytest.mark.parametrize("address", ["/api/docs/", "/api", "/api/"])
def test_who_types_nearly_that_address_is_led_to_the_docs(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == "/api/docs"


def test_the_docs_say_what_to_send(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "<code>verb</code> (path)</dt>\n          <dd>pause or resume or cancel or retry</dd>" in page
    assert "the batch’s id" in page
    assert "multipart/form-data, with <code>files</code>, <code>paths</code>, <code>name</code>" in page
