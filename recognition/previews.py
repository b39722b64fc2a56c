"""What a drawing reads as while it is still being drawn: through the queue like every reading, and kept nowhere."""

import json
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID, uuid4

import redis

from recognition.submission import PREVIEW_SECONDS, ask_preview
from workers import replies


@dataclass(frozen=True, slots=True)
class Preview:
    """As much of a Prediction as the pages show, without a row, an id or an owner."""

    text: str
    confidence: float
    decision: str
    reason: str
    digits: list[dict[str, Any]]
    glyphs_url: str
    id: None = None
    status: str = "succeeded"
    channel: str = "draw"
    strokes: None = None
    error_code: str = ""
    width: int = 0
    height: int = 0

    @classmethod
    def from_reply(cls, reply: str) -> Self:
        document = json.loads(reply)
        return cls(
            text=document["text"],
            confidence=document["confidence"],
            decision=document["decision"],
            reason=document["reason"] or "",
            digits=document["digits"],
            glyphs_url=f"data:image/png;base64,{document['glyphs']}",
        )


def preview(drawing: UUID, strokes: Any, mode: str) -> Preview | None:
    """The reading of checked strokes. None when the queue is away or busy, or when a newer state of the same `drawing`
    has been asked for meanwhile: neither this process' thread nor a worker spends more time on it."""
    token = uuid4().hex
    try:
        replies.take_over(drawing.hex, token)
        asked = ask_preview(drawing.hex, token, strokes, mode)
        reply = replies.wait(token, PREVIEW_SECONDS) if asked else None
    except redis.RedisError:
        return None
    return Preview.from_reply(reply) if reply else None
