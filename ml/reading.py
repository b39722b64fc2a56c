"""What was read: values only, made by the reader and shown by everybody else."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ml.png import grey_png

Decision = Literal["accepted", "uncertain", "rejected"]


@dataclass(frozen=True)
class Box:
    """Where the ink is, in pixels of the upright picture; for strokes, in the strokes' own units."""

    x: int
    y: int
    width: int
    height: int

    def scaled(self, scale: float) -> "Box":
        return Box(*(round(side * scale) for side in (self.x, self.y, self.width, self.height)))


@dataclass(frozen=True, eq=False)
class Digit:
    """One digit: the likeliest `value`, its calibrated `confidence`, all ten `probabilities` (they sum to 1),
    the probability that this is `not_digit` at all, its `line` from the top, and the `glyph` (28, 28) uint8
    that the network saw, ink high."""

    value: int
    confidence: float
    probabilities: tuple[float, ...]
    not_digit: float
    line: int
    box: Box
    glyph: NDArray[np.uint8]

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "confidence": round(self.confidence, 6),
            "probabilities": [round(p, 6) for p in self.probabilities],
            "not_digit": round(self.not_digit, 6),
            "line": self.line,
            "box": asdict(self.box),
        }


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything read from one picture. `text` keeps groups and lines, `number` is its digits alone. What was read is
    there whatever the `decision`; `reason` says why it is not "accepted". `alternatives` are numbers that it may be,
    likeliest first, with their probabilities; `read_ms` is milliseconds; `size` is the upright picture's
    (width, height), None for strokes and where there is no ink; `wants_preview` where its file is large, or not every
    browser shows it so."""

    text: str
    number: str
    confidence: float
    decision: Decision
    reason: str | None
    digits: tuple[Digit, ...]
    model_name: str
    model_version: str
    read_ms: float
    alternatives: tuple[tuple[str, float], ...] = ()
    size: tuple[int, int] | None = None
    wants_preview: bool = False

    def as_json(self, source: str) -> dict[str, Any]:
        """The reading as the API, the command line and the exports give it: JSON scalars, lists and objects
        only."""
        return {
            "source": source,
            "text": self.text,
            "number": self.number,
            "confidence": round(self.confidence, 6),
            "decision": self.decision,
            "reason": self.reason,
            "digits": [digit.as_json() for digit in self.digits],
            "model": {"name": self.model_name, "version": self.model_version},
            "timing": {"read_ms": round(self.read_ms, 2)},
        }

    def glyphs_png(self) -> bytes | None:
        """The glyphs side by side, one greyscale PNG 28 pixels high, ink white; None when nothing was
        read."""
        if not self.digits:
            return None
        return grey_png(np.hstack([digit.glyph for digit in self.digits]))
