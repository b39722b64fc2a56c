"""Read settings from the environment; refuse a value that makes no sense, in one sentence."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def refuse(name: str, expected: str, *, is_secret: bool = False) -> NoReturn:
    """Stop the start: SystemExit prints its sentence, without a traceback, in every process of ours. What may hold a
    password is not printed: the sentence ends in logs."""
    value = "" if is_secret else f"={os.environ.get(name)!r}"
    raise SystemExit(f"{name}{value} makes no sense: write {expected}, or leave it unset.")


def text(name: str, default: str = "") -> str:
    """The variable without blanks around it; unset and empty are the default."""
    return os.environ.get(name, "").strip() or default


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list, parted by commas."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def integer(name: str, default: int, minimum: int, maximum: int) -> int:
    """A whole number within both bounds, else the start is refused."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = minimum - 1
    if not minimum <= number <= maximum:
        refuse(name, f"a whole number from {minimum:,} to {maximum:,}")
    return number


def flag(name: str, default: bool) -> bool:
    """True or false in the usual spellings, else the start is refused."""
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        refuse(name, "true or false")
    return value in TRUE


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    """One of `choices`, else the start is refused."""
    value = text(name, default)
    if value not in choices:
        refuse(name, "one of " + ", ".join(choices))
    return value


def url(name: str, default: str, schemes: Sequence[str]) -> str:
    """A URL of one of these schemes, its port a number, else the start is refused."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        refuse(
            name, "a URL whose port is a number, and / # ? @ % in its password as %2F %23 %3F %40 %25", is_secret=True
        )
    if parts.scheme not in schemes or not (parts.netloc or parts.path or value == default) or not port_is_a_number:
        expected = "a URL that begins with " + " or ".join(f"{scheme}://" for scheme in schemes)
        refuse(name, expected, is_secret=True)
    return value


def secret(name: str, file: Path) -> str:
    """The secret from the environment, else a random one made once and kept in a file only its owner reads."""
    value = text(name)
    if value:
        if len(value) < 32:
            refuse(name, "at least 32 random characters", is_secret=True)
        return value
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip() or remake(file, name)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def remake(file: Path, name: str) -> str:
    """An empty secret file is what a crash between creating and writing leaves behind."""
    file.unlink()
    return secret(name, file)
