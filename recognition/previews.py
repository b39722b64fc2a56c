"""What a drawing reads as while it is still being drawn: through the queue like every reading, and kept nowhere."""

import json
from dataclasses import dataclass
from typing import Any, Self

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


def preview(strokes: Any, mode: str) -> Preview | None:
    """The reading of checked strokes; None when the queue is away or busy: the next stroke asks again."""
    token = ask_preview(strokes, mode)
    if token is None:
        return None
    try:
        reply = replies.wait(token, PREVIEW_SECONDS)
    except redis.RedisError:
        return None
    return None if reply is None else Preview.from_reply(reply)
