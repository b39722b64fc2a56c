"""A command that needs rows says in a sentence that there are no tables, or no database."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.utils import ConnectionHandler

from recognition.management import tables

pytestmark = pytest.mark.django_db
COMMANDS = [("demo",), ("models", "list"), ("training_set", "folder")]


def use(monkeypatch: pytest.MonkeyPatch, **database: str) -> None:
    monkeypatch.setattr(tables, "connection", ConnectionHandler({"default": database})["default"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_an_empty_database_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    use(monkeypatch, ENGINE="django.db.backends.sqlite3", NAME=str(tmp_path / "empty.sqlite3"))
    with pytest.raises(CommandError, match="make run"):
        call_command(*command)


def test_no_database_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, ENGINE="django.db.backends.postgresql", HOST="/nonexistent", NAME="digits")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("models", "list")
