"""A command that needs rows says in a sentence that there are no tables, or no database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler

from recognition.management import tables

pytestmark = pytest.mark.django_db
COMMANDS = [("demo",), ("models", "list"), ("training_set", "folder")]


@pytest.fixture(name="use")
def _use(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """The database that commands look at, by its settings."""
    handlers: list[ConnectionHandler] = []

    def use(**database: str) -> None:
        handlers.append(ConnectionHandler({"default": database}))
        monkeypatch.setattr(tables, "connection", handlers[-1]["default"])

    yield use
    for handler in handlers:
        handler.close_all()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_empty_database_is_a_sentence(use: Callable[..., None], tmp_path: Path, command: tuple[str, ...]) -> None:
    use(ENGINE="django.db.backends.sqlite3", NAME=str(tmp_path / "empty.sqlite3"))
    with pytest.raises(CommandError, match="make run"):
        call_command(*command)


def test_no_database_is_a_sentence(use: Callable[..., None]) -> None:
    use(ENGINE="django.db.backends.postgresql", HOST="/nonexistent", NAME="digits")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("models", "list")
