"""Pages run no script but our own files, and ask no other host for anything."""

import re

import pytest
from csp.decorators import csp_exempt, csp_replace
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from recognition.content_policy import ContentPolicyMiddleware

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


def test_it_says_what_the_library_would_say(stranger: Client) -> None:
    said = stranger.get("/livez").headers["Content-Security-Policy"]
    assert set(said.split("; ")) == set(build_policy().split("; "))


def test_a_response_may_still_have_a_policy_of_its_own(rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("picture")

    narrow = csp_replace({"img-src": ["data:"]})(view)
    middleware, request = ContentPolicyMiddleware(view), rf.get("/")
    answers = [middleware.process_response(request, one(request)) for one in (view, narrow, csp_exempt()(view), view)]
    policies = [answer.headers.get("Content-Security-Policy", "") for answer in answers]
    assert ["img-src 'self' data: blob:" in policy for policy in policies] == [True, False, False, True]
    assert "img-src data:" in policies[1]
    assert policies[2] == ""
