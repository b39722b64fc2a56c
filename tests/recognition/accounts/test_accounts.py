"""Accounts: in, out, and what goes along; nothing of it leads to another's."""

import json
from pathlib import Path

import pytest
import redis
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recognition.accounts.models import Preferences
from recognition.models import Batch, Prediction
from tests.conftest import SEVEN, named
from tests.recognition.rows import read
from workers import reader

pytestmark = [pytest.mark.usefixtures("quick_hashes"), pytest.mark.django_db(transaction=True), pytest.mark.services]
PASSWORD = "a-fine-evening-7"
SIGN_UP = {"username": "carol", "password1": PASSWORD, "password2": PASSWORD}
DARK = {"theme": "dark", "pen_width": 20, "keep_days": 0}


@pytest.fixture
def carol(quick_hashes: None, db: None) -> User:
    return User.objects.create_user("carol", password=PASSWORD)


def draw(client: Client) -> str:
    """The address of the page of a drawing."""
    body = json.dumps({"strokes": SEVEN})
    return str(client.post("/api/v1/predictions", body, content_type="application/json").json()["links"]["page"])


def upload(client: Client, png: bytes) -> Prediction:
    client.post("/upload", {"image": named(png, "seven.png")})
    return Prediction.objects.latest("created_at")


def log_in(client: Client, password: str = PASSWORD) -> int:
    return client.post("/login", {"username": "carol", "password": password}).status_code


def is_known(client: Client) -> bool:
    return bool(client.get("/settings").wsgi_request.user.is_authenticated)


def test_signing_up_logs_in(stranger: Client) -> None:
    assert stranger.post("/signup", SIGN_UP).status_code == 302
    assert is_known(stranger)


@pytest.mark.parametrize("password", ["short", "password", "1234567890123", "carol"])
def test_a_weak_password_is_refused(stranger: Client, password: str) -> None:
    stranger.post("/signup", {"username": "carol", "password1": password, "password2": password})
    assert not User.objects.exists()


def test_a_name_is_taken_once(carol: User, stranger: Client) -> None:
    assert stranger.post("/signup", {**SIGN_UP, "username": "Carol"}).status_code == 200
    assert User.objects.count() == 1


def test_a_name_that_is_taken_at_the_last_moment_is_told(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A double click was: the name is free for both, and hashing the password takes half a second."""

    def meanwhile(_: object) -> bool:
        return bool(User.objects.create_user("carol"))

    monkeypatch.setattr("recognition.accounts.views.may_sign_up", meanwhile)
    page = stranger.post("/signup", SIGN_UP)
    assert (page.status_code, User.objects.count()) == (200, 1)
    assert "A user with that username already exists." in page.content.decode()


def test_logging_in_and_out(carol: User, stranger: Client) -> None:
    assert log_in(stranger) == 302
    assert is_known(stranger)
    assert stranger.post("/logout").status_code == 302
    assert not is_known(stranger)


def test_logging_out_by_a_link_is_not_possible(carol: User, stranger: Client) -> None:
    log_in(stranger)
    assert stranger.get("/logout").status_code == 405


def test_a_wrong_password_is_told_without_saying_which_half_was_wrong(carol: User, stranger: Client) -> None:
    log_in(stranger, "wrong")
    assert not is_known(stranger)


def test_after_the_login_one_is_where_one_wanted_to_be(carol: User, stranger: Client) -> None:
    page = stranger.get("/settings/delete")
    assert page["Location"] == "/login?next=/settings/delete"
    back = {"username": "carol", "password": PASSWORD, "next": "/settings/delete"}
    assert stranger.post("/login", back)["Location"] == "/settings/delete"


def test_who_has_forgotten_their_password_is_told_whom_to_ask(stranger: Client) -> None:
    assert "Forgotten your password? Ask whoever runs this site" in stranger.get("/login").content.decode()


def test_no_login_leads_to_another_site(carol: User, stranger: Client) -> None:
    away = {"username": "carol", "password": PASSWORD, "next": "https://evil.example/"}
    assert stranger.post("/login", away)["Location"] == "/"


@pytest.mark.parametrize("way", ["signup", "login"])
def test_what_was_done_anonymously_comes_along(queue_away: None, stranger: Client, way: str) -> None:
    page = draw(stranger)
    if way == "signup":
        stranger.post("/signup", SIGN_UP)
    else:
        User.objects.create_user("carol", password=PASSWORD)
        log_in(stranger)
    elsewhere = Client()
    log_in(elsewhere)
    path = page.partition("?")[0]
    assert [client.get(path).status_code for client in (stranger, elsewhere, Client())] == [200, 200, 404]


def test_another_browsers_work_does_not_come_along(queue_away: None, carol: User, stranger: Client) -> None:
    theirs = draw(Client())
    log_in(stranger)
    assert stranger.get(theirs.partition("?")[0]).status_code == 404


def test_after_logging_out_it_is_the_accounts_and_not_the_browsers(
    queue_away: None, carol: User, stranger: Client
) -> None:
    page = draw(stranger).partition("?")[0]
    log_in(stranger)
    stranger.post("/logout")
    assert stranger.get(page).status_code == 404


def test_a_drawing_that_is_still_queued_is_read_in_the_account(
    queue: redis.Redis, carol: User, stranger: Client
) -> None:
    page = draw(stranger).partition("?")[0]
    log_in(stranger)
    reader.answer(Prediction.objects.get().pk)
    assert 'data-status="succeeded"' in stranger.get(page).content.decode()


def test_what_was_said_of_it_comes_along(queue_away: None, carol: User, stranger: Client) -> None:
    draw(stranger)
    row = Prediction.objects.get()
    review = row.review("unclear", source="user", visitor=row.visitor)
    log_in(stranger)
    review.refresh_from_db()
    assert (review.reviewer, review.visitor) == (carol, None)


def test_settings_come_along_into_a_new_account(stranger: Client) -> None:
    stranger.post("/settings", DARK)
    stranger.post("/signup", SIGN_UP)
    assert Preferences.objects.get().theme == "dark"


def test_an_accounts_own_settings_stay(carol: User, stranger: Client) -> None:
    Preferences.objects.create(user=carol, theme="light", keep_days=7)
    draw(stranger)
    stranger.post("/settings", DARK)
    log_in(stranger)
    assert Preferences.objects.get().theme == "light"
    assert Prediction.objects.get().forget_at is not None


def test_a_changed_password_ends_every_other_login(carol: User, stranger: Client) -> None:
    elsewhere = Client()
    log_in(stranger)
    log_in(elsewhere)
    new = {"old_password": PASSWORD, "new_password1": PASSWORD + "!", "new_password2": PASSWORD + "!"}
    assert stranger.post("/settings/password", new).status_code == 302
    assert [is_known(stranger), is_known(elsewhere)] == [True, False]
    assert log_in(elsewhere, PASSWORD + "!") == 302


def test_deleting_an_account_takes_everything_along(
    queue_away: None, carol: User, stranger: Client, seven_png: bytes, pictures_folder: Path
) -> None:
    log_in(stranger)
    file = Path(upload(stranger, seven_png).picture.path)
    draw(stranger)
    stranger.post("/settings", DARK)
    assert file.exists()
    assert stranger.post("/settings/delete", {"password": PASSWORD}).status_code == 302
    assert not User.objects.exists()
    assert not Prediction.objects.exists()
    assert not Preferences.objects.exists()
    assert not file.exists()
    assert not is_known(stranger)


def test_it_takes_a_few_hundred_at_a_time_and_a_batch_under_way_too(alice: Client) -> None:
    """One by one and in one transaction 5,000 took 84 s, in which SQLite let nobody else write."""
    user = User.objects.get(username="alice")
    user.set_password(PASSWORD)
    user.save()
    alice.force_login(user)
    batch = Batch.objects.create(owner=user, name="under way")
    for minute in range(40):
        in_batch = minute < 20
        read("alice", minutes=minute, batch=batch if in_batch else None, position=minute if in_batch else None)
    with CaptureQueriesContext(connection) as queries:
        alice.post("/settings/delete", {"password": PASSWORD})
    assert not User.objects.exists()
    assert not Prediction.objects.exists()
    assert not Batch.objects.exists()
    assert len(queries) < 80


def test_it_takes_nobody_elses_along(queue_away: None, carol: User, stranger: Client, bob: Client) -> None:
    page = draw(bob).partition("?")[0]
    log_in(stranger)
    stranger.post("/settings/delete", {"password": PASSWORD})
    assert bob.get(page).status_code == 200


def test_without_the_password_nothing_is_deleted(carol: User, stranger: Client) -> None:
    log_in(stranger)
    assert "not your password" in stranger.post("/settings/delete", {"password": "wrong"}).content.decode()
    assert stranger.get("/settings/delete").status_code == 200
    assert User.objects.exists()


@pytest.mark.parametrize("path", ["/settings/password", "/settings/delete"])
def test_a_stranger_is_asked_to_log_in(stranger: Client, path: str) -> None:
    assert stranger.post(path, {"password": PASSWORD}).status_code == 302
    assert stranger.get(path)["Location"].startswith("/login")
