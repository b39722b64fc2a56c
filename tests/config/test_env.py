"""A value that makes no sense stops the start with a sentence that says what to write instead."""

import re
import runpy
import stat
from pathlib import Path

import pytest

from config import env

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("value", ["", "0", "-1", "70000", "eight", "8000.5", "8000 8001"])
def test_a_port_that_is_no_port(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    if value == "":
        assert env.integer("PORT", 8000, 1, 65535) == 8000
        return
    with pytest.raises(SystemExit, match=r"PORT=.* makes no sense: write a whole number from 1 to 65,535"):
        env.integer("PORT", 8000, 1, 65535)


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    source = ROOT / "config" / "settings.py"
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source.read_text())) - {"VAR_DIR"}
    found = []
    for give in (monkeypatch.delenv, lambda name, **_: monkeypatch.setenv(name, "")):
        for name in names:
            give(name, raising=False)
        found.append({name: value for name, value in runpy.run_path(str(source)).items() if name.isupper()})
    assert found[0] == found[1]
    assert names < set(found[0])


def test_a_flag_is_true_or_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "Yes")
    assert env.flag("DEBUG", default=False)
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(SystemExit, match="write true or false"):
        env.flag("DEBUG", default=False)


@pytest.mark.parametrize("value", ["mysql://here/db", "postgres", "postgres://", "postgres://host:port/db"])
def test_a_url_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        env.url("DATABASE_URL", "sqlite:///db", ["sqlite", "postgres"])


@pytest.mark.parametrize("value", ["postgres://digits:geheim/1@db:5432/digits", "mysql://digits:geheim@db/digits"])
def test_a_password_in_a_url_is_not_printed(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(SystemExit) as stop:
        env.url("DATABASE_URL", "sqlite:///db", ["sqlite", "postgres"])
    assert "geheim" not in str(stop.value)


def test_a_password_that_breaks_a_url_is_told_how_to_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://digits:geheim/1@db:5432/digits")
    with pytest.raises(SystemExit, match="%2F"):
        env.url("DATABASE_URL", "sqlite:///db", ["sqlite", "postgres"])


def test_a_choice_names_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(SystemExit, match="one of INFO, WARNING"):
        env.choice("LOG_LEVEL", "INFO", ["INFO", "WARNING"])


def test_a_secret_is_made_once_and_only_its_owner_reads_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    made = env.secret("SECRET_KEY", file)
    assert len(made) >= 50
    assert env.secret("SECRET_KEY", file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "changeme")
    with pytest.raises(SystemExit, match="at least 32 random characters"):
        env.secret("SECRET_KEY", tmp_path / "secret_key")
