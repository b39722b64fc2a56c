"""A database or a Redis that does not answer at the start is waited for, then named in a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from recognition.processes.services import Away, wait_for
from tests.live.system import ROOT, free_port

NOWHERE = "postgres://ann:secret@127.0.0.1:9/digits"


def test_a_service_that_comes_up_late_is_waited_for() -> None:
    said: list[str] = []
    answers = iter([OperationalError("connection refused\nstill refused"), None])

    def ask() -> None:
        if error := next(answers):
            raise error

    wait_for("DATABASE_URL", NOWHERE, ask, said.append, seconds=30)
    assert said == [
        "DATABASE_URL (postgres://127.0.0.1:9/digits) does not answer: still refused. Waiting for it …",
    ]


def test_one_that_stays_away_is_named_without_its_password() -> None:
    def ask() -> None:
        raise OSError("nobody there")

    with pytest.raises(Away, match=r"^DATABASE_URL .*nobody there\. Start it, or correct DATABASE_URL\.$") as away:
        wait_for("DATABASE_URL", NOWHERE, ask, lambda _: None, seconds=-1)
    assert "secret" not in str(away.value)


@pytest.mark.parametrize("variable", ["DATABASE_URL", "REDIS_URL"])
def test_the_start_says_for_what_it_waits(variable: str, tmp_path: Path) -> None:
    url = f"{'postgres' if variable == 'DATABASE_URL' else 'redis'}://127.0.0.1:{free_port()}/1"
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "PORT": str(free_port()), "DATABASE_URL": "", variable: url}
    command = [sys.executable, "manage.py", "serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as serve:
        assert serve.stdout
        said = serve.stdout.readline()
        serve.terminate()
    assert said.startswith(f"{variable} ({url}) does not answer: ")
    assert said.endswith("Waiting for it …\n")
