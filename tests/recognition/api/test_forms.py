"""A form that is taken apart at once gives what Django's parser gives; everything unusual goes to Django's."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http.multipartparser import MultiPartParser
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.api.forms import HEAD, SMALL, SmallFormParser, simple_form

TYPE = "multipart/form-data; boundary=b0und-ary"
FILE = b'Content-Disposition: form-data; name="image"; filename="digit.png"\r\nContent-Type: image/png'
FIELD = b'Content-Disposition: form-data; name="mode"'


def form(*parts: tuple[bytes, bytes], boundary: bytes = b"b0und-ary", end: bytes = b"--\r\n") -> bytes:
    return b"".join(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary, *part) for part in parts) + b"--%s%s" % (boundary, end)


def told(fields: Any, files: Any) -> Any:
    """All that can be seen of a form."""
    about = ("name", "content_type", "size", "charset", "content_type_extra", "field_name")
    return dict(fields.lists()), {
        name: [([getattr(file, one) for one in about], file.read()) for file in some] for name, some in files.lists()
    }


def djangos(body: bytes, content_type: str = TYPE) -> Any:
    meta = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}
    handler = MemoryFileUploadHandler()
    handler.handle_raw_input(BytesIO(), meta, len(body), "")
    return told(*MultiPartParser(meta, BytesIO(body), [handler], "utf-8").parse())


names = st.from_regex(re.compile(r"[\w-]{1,9}", re.ASCII), fullmatch=True).map(str.encode)
contents = st.binary(max_size=40) | st.lists(
    st.sampled_from([b"\r", b"\n", b"-", b"--", b"--b0und-ary", b"x", b"\x00", b"\xff"]), max_size=9
).map(b"".join)
fields = st.tuples(names.map(lambda name: b'Content-Disposition: form-data; name="%s"' % name), contents)
file_names = st.from_regex(re.compile(r"\w[\w .()-]{0,9}", re.ASCII), fullmatch=True).map(str.encode)
sent_files = st.tuples(
    st.builds(
        lambda name, file, kind: b'Content-Disposition: form-data; name="%s"; filename="%s"%s' % (name, file, kind),
        names,
        file_names,
        st.sampled_from([b"", b"\r\nContent-Type: image/png", b"\r\nContent-Type: application/x-a+b"]),
    ),
    contents,
)


@settings(deadline=None)
@given(st.lists(fields | sent_files, min_size=1, max_size=5), st.sampled_from([b"--", b"--\r\n"]))
def test_it_gives_what_django_gives(parts: list[tuple[bytes, bytes]], end: bytes) -> None:
    body = form(*parts, end=end)
    found = simple_form(body, TYPE)
    assert found is not None or any(b"--b0und-ary" in content for _, content in parts)
    if found:
        assert told(*found) == djangos(body)


def test_the_usual_form_is_taken_apart_at_once() -> None:
    found = simple_form(form((FILE, b"\x89PNG\r\n\x1a\n"), (FIELD, "zü".encode())), TYPE)
    assert found is not None
    assert told(*found) == (
        {"mode": ["zü"]},
        {"image": [(["digit.png", "image/png", 8, None, {}, "image"], b"\x89PNG\r\n\x1a\n")]},
    )
    with pytest.raises(AttributeError, match="immutable"):
        found[0]["mode"] = "digit"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", TYPE),
        (b"no form", TYPE),
        (form((FIELD, b"auto"))[:-6], TYPE),
        (form((FIELD, b"auto"), end=b""), TYPE),
        (b"preamble\r\n" + form((FIELD, b"auto")), TYPE),
        (form((FIELD, b"auto")).replace(b"\r\n", b"\n"), TYPE),
        (form((FIELD, b"--b0und-ary")), TYPE),
        (form((FIELD, b"auto\r\n--b0und-aryx")), TYPE),
        (form(*[(FIELD, b"auto")] * 11), TYPE),
        (form((b'content-disposition: form-data; name="mode"', b"auto")), TYPE),
        (form((FILE + b"\r\nContent-Transfer-Encoding: base64", b"aGk=")), TYPE),
        (form((FILE + b"; charset=utf-8", b"x")), TYPE),
        (form((FILE.replace(b"digit", b"../digit"), b"x")), TYPE),
        (form((FILE.replace(b"digit.png", b""), b"x")), TYPE),
        (form((FILE.replace(b"digit", b"&amp;"), b"x")), TYPE),
        (form((FILE.replace(b"digit", "zwölf".encode()), b"x")), TYPE),
        (form((FIELD.replace(b"mode", b""), b"x")), TYPE),
        (form((FIELD, b"auto")), TYPE + "; charset=latin-1"),
        (form((FIELD, b"auto")), TYPE.replace("b0und", '"b0und"')),
        (form((FIELD, b"auto")), "multipart/form-data"),
        (form((FIELD, b"auto")), "multipart/form-data; boundary=other"),
    ],
)
def test_what_is_unusual_is_left_to_django(body: bytes, content_type: str) -> None:
    assert simple_form(body, content_type) is None


def parsed(body: bytes, length: str | None = None) -> Any:
    class Request:
        META = {"CONTENT_LENGTH": str(len(body)) if length is None else length, "CONTENT_TYPE": TYPE}  # noqa: RUF012
        upload_handlers = [MemoryFileUploadHandler()]  # noqa: RUF012

    Request.upload_handlers[0].handle_raw_input(BytesIO(), {}, len(body), "")
    context = {"request": Request, "encoding": "utf-8"}
    return SmallFormParser().parse(BytesIO(body), TYPE, context)


def test_django_then_sees_the_whole_body() -> None:
    body = form((FILE.replace(b"digit", b"a/digit"), b"PNG"), (FIELD, b"auto"))
    answer = parsed(body)
    assert told(answer.data, answer.files) == djangos(body)


def test_a_large_form_is_read_by_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognition.api.forms.simple_form", None)
    body = form((FILE, b"x" * SMALL))
    assert parsed(body).files["image"].size == SMALL


def test_no_time_is_lost_with_a_head_that_never_ends() -> None:
    assert HEAD.match(b'\r\nContent-Disposition: form-data; name="' + b"a" * SMALL) is None
