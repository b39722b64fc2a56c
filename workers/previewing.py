"""Reading what is still being drawn: no row, the strokes come with the message and the reading goes with the reply."""

import json
from base64 import b64encode
from typing import Any, cast

from ml.reader import Mode
from workers import replies
from workers.serving import serving


def answer(drawing: str, token: str, strokes: Any, mode: str) -> None:
    """Read checked strokes and push the reading to who waits; nothing, when the drawing has grown on since."""
    if not replies.is_newest(drawing, token):
        return
    reading = serving().reader.read(strokes, cast("Mode", mode))
    glyphs = b64encode(reading.glyphs_png() or b"").decode()
    replies.announce(token, json.dumps({**reading.as_json("drawing"), "glyphs": glyphs}))
