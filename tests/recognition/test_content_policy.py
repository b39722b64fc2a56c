"""Pages run no script but our own files, and ask no other host for anything."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
PATHS = ["/", "/upload", "/batches", "/history", "/settings", "/login", "/signup", "/model", "/api/docs", "/nowhere"]
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*\[)|<style|\sstyle=|\son\w+=|javascript:", re.IGNORECASE)
LOADED = re.compile(r"<(?:script|link|img|image|iframe)\b[^>]*\s(?:src|href)=\"([^\"]+)\"")


@pytest.mark.parametrize("path", PATHS)
def test_the_policy_is_strict(stranger: Client, path: str) -> None:
    policy = stranger.get(path).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy  # so it is what default-src says
    assert not re.search(r"unsafe|https?:|\*", policy)
    for directive in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert directive in policy


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_and_everything_is_ours(stranger: Client, path: str) -> None:
    page = stranger.get(path).content.decode()
    assert not INLINE.search(page)
    loaded = LOADED.findall(page)
    assert len(loaded) >= 3
    assert [address for address in loaded if not address.startswith(("/", "data:image/"))] == []
