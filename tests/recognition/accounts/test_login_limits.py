"""Guessing passwords is limited, in every process and without Redis."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from recognition.accounts import limits
from recognition.accounts.models import LoginFailures

pytestmark = [pytest.mark.usefixtures("quick_hashes"), pytest.mark.django_db(transaction=True), pytest.mark.services]
PASSWORD = "a-fine-evening-7"


@pytest.fixture(autouse=True)
def carol(quick_hashes: None, db: None) -> User:
    return User.objects.create_superuser("carol", password=PASSWORD)


def log_in(password: str, name: str = "carol", path: str = "/login", **meta: Any) -> Any:
    return Client(**meta).post(path, {"username": name, "password": password})


def fail(times: int, **kwargs: Any) -> None:
    for number in range(times):
        log_in(f"guess {number}", **kwargs)


def test_after_five_guesses_even_the_right_password_is_refused() -> None:
    fail(5)
    response = log_in(PASSWORD)
    assert response.status_code == 429
    assert "wait 15 minutes" in response.content.decode()


def test_four_guesses_are_forgiven() -> None:
    fail(4)
    assert log_in(PASSWORD).status_code == 302
    fail(4)
    assert log_in(PASSWORD).status_code == 302


def test_another_spelling_of_the_name_is_the_same_name() -> None:
    fail(3)
    fail(2, name="CAROL")
    assert log_in(PASSWORD).status_code == 429


def test_a_password_that_an_administrator_has_set_anew_works_at_once(carol: User) -> None:
    fail(5)
    carol.set_password("another-evening-8")
    carol.save()
    assert log_in("another-evening-8").status_code == 302


def test_a_new_password_of_another_account_gives_no_more_tries() -> None:
    other = User.objects.create_user("Carol", password=PASSWORD)
    fail(5)
    other.set_password("another-evening-8")
    other.save()
    assert log_in(PASSWORD).status_code == 429


def test_the_owner_is_not_locked_out_by_somebody_elsewhere() -> None:
    fail(9, REMOTE_ADDR="203.0.113.7")
    assert log_in(PASSWORD).status_code == 302


def test_the_admins_login_has_the_same_limit() -> None:
    fail(5, path="/admin/login/")
    assert log_in(PASSWORD, path="/admin/login/").status_code == 200
    assert log_in(PASSWORD).status_code == 429


def test_guessing_the_password_of_an_open_session_is_limited_too(carol: User) -> None:
    client = Client()
    client.force_login(carol)
    for guess in range(5):
        client.post("/settings/delete", {"password": str(guess)})
    assert "wait 15 minutes" in client.post("/settings/delete", {"password": PASSWORD}).content.decode()
    assert User.objects.exists()


@pytest.mark.parametrize("path", ["/settings/password", "/admin/password_change/"])
def test_guessing_the_old_one_to_set_a_new_one_is_limited_too(carol: User, path: str) -> None:
    client = Client()
    client.force_login(carol)

    def change(old: str) -> str:
        new = {"new_password1": "another-evening-8", "new_password2": "another-evening-8"}
        where = client.get(path, follow=True).request["PATH_INFO"]
        return client.post(where, {"old_password": old, **new}, follow=True).content.decode()

    assert "That is not your password." in change("guess")
    for guess in range(4):
        change(str(guess))
    assert "wait 15 minutes" in change(PASSWORD)
    LoginFailures.objects.all().delete()
    assert "Your password is changed." in change(PASSWORD)


def test_one_password_tried_on_many_names_ends_at_fifty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FOR_ALL_NAMES", 6)
    for number in range(6):
        log_in("password", name=f"name{number}")
    assert log_in(PASSWORD).status_code == 429


def test_after_the_window_one_may_try_again() -> None:
    fail(5)
    LoginFailures.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert log_in(PASSWORD).status_code == 302


def test_guesses_at_the_same_time_are_all_counted() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's test database is in memory, where threads are refused instead of made to wait")
    request = RequestFactory().post("/login")

    def guess(_: int) -> bool:
        try:
            return limits.may_try(request, "carol")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(guess, range(24)))
    assert sum(allowed) <= limits.FOR_ONE_NAME


def test_neither_the_name_nor_the_address_is_kept() -> None:
    fail(1, REMOTE_ADDR="203.0.113.7")
    keys = LoginFailures.objects.values_list("key", flat=True)
    assert [bool(re.fullmatch("[0-9a-f]{64}", key)) for key in keys] == [True, True]


@pytest.mark.parametrize(
    ("meta", "network"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "::ffff:192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, ""),
        ({"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "198.51.100.9"}, "192.0.2.1"),
    ],
)
def test_where_a_request_comes_from(meta: dict[str, str], network: str) -> None:
    assert limits.network_of(RequestFactory().get("/", **meta)) == network  # type: ignore[arg-type]


def test_behind_a_proxy_it_is_what_the_proxy_saw(settings: Any) -> None:
    settings.BEHIND_TLS = True
    forged = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.1.1.1, 198.51.100.9"}
    assert limits.network_of(RequestFactory().get("/", **forged)) == "198.51.100.9"  # type: ignore[arg-type]


def sign_up(number: int, **meta: Any) -> Any:
    form = {"username": f"dora{number}", "password1": PASSWORD, "password2": PASSWORD}
    return Client(**meta).post("/signup", form)


def test_accounts_from_one_address_are_limited_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_UPS", 3)
    assert [sign_up(number).status_code for number in range(4)] == [302, 302, 302, 429]
    assert not User.objects.filter(username="dora3").exists()
    assert "try again in an hour" in sign_up(3).content.decode()
    assert sign_up(3, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_a_refused_form_does_not_count_as_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SIGN_UPS", 1)
    for _ in range(3):
        Client().post("/signup", {"username": "dora", "password1": "short", "password2": "short"})
    assert sign_up(0).status_code == 302
