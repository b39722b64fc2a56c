"""An address with a slash too many, or too few, leads to the one that is meant."""

import pytest
from django.test import Client

from tests.conftest import SEVEN

pytestmark = pytest.mark.django_db
UUID = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/upload/", "/upload"),
        ("/history/?page=2&q=7", "/history?page=2&q=7"),
        ("/batches/", "/batches"),
        (f"/predictions/{UUID}/", f"/predictions/{UUID}"),
        ("/model/", "/model"),
        ("/settings/", "/settings"),
        ("/login/", "/login"),
        ("/livez/", "/livez"),
        ("/api/v1/predictions/", "/api/v1/predictions"),
        (f"/api/v1/batches/{UUID}/items/?after=1", f"/api/v1/batches/{UUID}/items?after=1"),
        ("/api/schema/", "/api/schema"),
        ("/admin", "/admin/"),
    ],
)
def test_one_slash_too_many_or_too_few(client: Client, wrong: str, right: str) -> None:
    answer = client.get(wrong)
    assert (answer.status_code, answer.headers["Location"]) == (308, right)


def test_what_is_sent_is_sent_on(client: Client) -> None:
    """With 308 a client repeats its method and its body at the right address."""
    answer = client.post("/api/v1/predictions/", {"strokes": SEVEN}, content_type="application/json")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/predictions")


def test_in_the_admin_whoever_may_see_it_is_led_there(client: Client, admin_client: Client) -> None:
    path = "/admin/recognition/prediction"
    assert client.get(path).headers["Location"] == f"/admin/login/?next={path}"
    assert admin_client.get(path).headers["Location"] == f"{path}/"


NOWHERE = [
    "/nothing",
    "/nothing/",
    "/api/nothing/",
    "/api/v1/",
    "//evil.example/",
    "//upload/",
    "/upload//",
    "/admin/x",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_nowhere_stays_nowhere(admin_client: Client, path: str) -> None:
    assert admin_client.get("/", PATH_INFO=path).status_code == 404
