"""Probes ask for the site by the machine's own names, whatever the operator's are."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ASK = """
import django; django.setup()
from django.test import Client
print(*(Client().get("/livez", headers={"host": host}).status_code for host in %r))
"""


def asked(hosts: list[str], **given: str) -> str:
    environment = {**os.environ, **given, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", ASK % hosts]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("given", ["", "digits.example"])
def test_a_probe_is_answered_whatever_the_sites_name(given: str) -> None:
    assert asked(["127.0.0.1:8000", "localhost:8000", "[::1]:8000"], ALLOWED_HOSTS=given) == "200 200 200"


def test_no_other_name_is_answered() -> None:
    assert asked(["digits.example", "elsewhere.example"], ALLOWED_HOSTS="digits.example") == "200 400"
