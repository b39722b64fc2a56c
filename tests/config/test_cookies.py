"""Behind TLS no cookie leaves it; and no script ever reads one."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"


@pytest.mark.parametrize(("behind_tls", "secure"), [("true", "True True"), ("false", "False False")])
def test_cookies_are_secure_behind_tls(behind_tls: str, secure: str) -> None:
    environment = {**os.environ, "BEHIND_TLS": behind_tls, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", SETTINGS]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert said.strip() == secure


@pytest.mark.django_db
def test_every_cookie_is_hidden_from_scripts_and_other_sites(client: Client, settings: Any, queue_away: None) -> None:
    settings.BEHIND_TLS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/login")
    client.post("/settings", {"theme": "dark", "pen_width": 20, "keep_days": 0})
    client.post("/api/v1/predictions", '{"strokes": [[[0, 0], [5, 9]]]}', content_type="application/json")
    assert set(client.cookies) == {"csrftoken", "messages", "sessionid", "visitor"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
