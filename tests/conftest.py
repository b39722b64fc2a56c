"""The cast and the stage: alice, bob and a stranger; a real Redis; pictures drawn here."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from PIL import Image, ImageDraw
from pillow_heif import register_heif_opener
from redis.backoff import NoBackoff
from redis.retry import Retry
from whitenoise.base import WhiteNoise
from xdist.scheduler import LoadScopeScheduling

from recognition import submission
from recognition.apps import register_shipped_model
from recognition.processes import redis_server
from tests.live.system import System, services, start
from tests.waiting import wait_until
from workers import replies
from workers.celery import app

register_heif_opener()  # Pillow can write HEIC then
MIGRATED = {"django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}
SEVEN: list[list[list[float]]] = [[[10, 12], [60, 10], [52, 30], [40, 55], [30, 92]]]


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Collected for real, so that pages are tested with the hashed names they have in production. They are looked
    through once: each test client is a site of its own, and looking at 431 files took six sevenths of a request."""
    call_command("collectstatic", interactive=False, verbosity=0)
    look_through, known = WhiteNoise.update_files_dictionary, {}

    def look_up(site: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in known:
            look_through(site, root, prefix)
            known[root, prefix] = dict(site.files)
        site.files.update(known[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", look_up)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """After a test that commits, Django truncates every table and makes content types and permissions anew: on
    PostgreSQL that took 1.5 s a test beside other work, for tables that are all but empty. Deleting took 10 ms."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: as_migrated())
        yield


def as_migrated() -> None:
    """No rows, but those that migrations make, and what is made after one."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(tables - MIGRATED):
            cursor.execute(f'DELETE FROM "{table}"')
        register_shipped_model()


@pytest.fixture(scope="session")
def redis_process() -> Iterator[None]:
    """The embedded Redis, really started; where REDIS_URL is given, the server it names."""
    if not settings.EMBEDDED_REDIS:
        yield
        return
    with subprocess.Popen(redis_server.prepare()) as process:
        wait_until(answers, seconds=10)
        yield
        process.terminate()


def answers() -> bool:
    try:
        return bool(replies.client().ping())
    except redis.RedisError:
        return False


@pytest.fixture
def queue(redis_process: None) -> redis.Redis:
    """Empty lanes, and nobody has been answered."""
    app.control.purge()
    client = replies.client()
    client.delete("interactive", "batch", "maintenance", *client.scan_iter("reply:*"))
    return client


@pytest.fixture
def queue_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker is gone: a real client of a socket where nothing listens."""
    nowhere = redis.Redis(unix_socket_path="/nonexistent/redis.sock", retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr(submission, "replies", SimpleNamespace(client=lambda: nowhere))


@pytest.fixture(autouse=True)
def pictures_folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "pictures"
    return tmp_path / "pictures"


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Hashing a password well takes half a second, by design."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def alice(db: None) -> Client:
    return logged_in("alice")


@pytest.fixture
def bob(db: None) -> Client:
    return logged_in("bob")


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser that has never been here."""
    return Client()


def logged_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.create_user(name))
    return client


def png_of(image: Image.Image, file_format: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, file_format)
    return file.getvalue()


def named(data: bytes, name: str) -> io.BytesIO:
    """A file as Django's test client sends it."""
    file = io.BytesIO(data)
    file.name = name
    return file


@pytest.fixture
def seven() -> Image.Image:
    """A 7 drawn in dark ink on white, 100x100."""
    image = Image.new("L", (100, 100), 255)
    points = [(20 + x * 0.6, 5 + y * 0.9) for x, y in SEVEN[0]]
    ImageDraw.Draw(image).line(points, fill=0, width=8, joint="curve")
    return image


@pytest.fixture
def seven_png(seven: Image.Image) -> bytes:
    return png_of(seven)


@pytest.fixture(scope="session")
def live_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system, running: gunicorn, workers, beat and Redis. Tests that break it start their own."""
    with services() as environment:
        system = start(tmp_path_factory.mktemp("live"), **environment)
        yield system
        system.stop()


@pytest.fixture(scope="session")
def live_site(live_system: System) -> str:
    return live_system.url


class BesideSystem(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """What tries a running system goes beside the rest, which stays together, in the order that it always has. Browsers
    are one worker's first; files of tests that start systems of their own go to whoever has nothing left to do."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.split("::", maxsplit=1)[0]
        return path if path.startswith("tests/live/") else "e2e" if path.startswith("tests/e2e/") else "others"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return BesideSystem(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What tests measured (`record_property`) belongs to what they say, also where they passed."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid}: {name}: {value}")
