"""The addresses in an answer are those that Django would give, wherever the site is served."""

from uuid import uuid4

import pytest
from django.urls import reverse, set_script_prefix

from recognition.api.documents import address_of


@pytest.mark.parametrize("name", ["api-prediction", "prediction"])
@pytest.mark.parametrize("prefix", ["/", "/below/", "/other/"])
def test_an_address_is_what_reverse_gives(name: str, prefix: str) -> None:
    set_script_prefix(prefix)
    try:
        ids = [uuid4(), uuid4()]
        assert [address_of(name, pk) for pk in ids] == [reverse(name, args=[pk]) for pk in ids]
        assert address_of(name, ids[0]).startswith(prefix)
    finally:
        set_script_prefix("/")
