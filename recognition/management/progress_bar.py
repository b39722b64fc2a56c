"""How far a command is, on a terminal's last line; silent where nobody looks."""

import sys
import time
from typing import TextIO

EVERY_SECONDS = 0.2
WIDTH = 30


class ProgressBar:
    """`total` may be a guess; 0 is for not knowing, and gives no bar but counts."""

    def __init__(self, total: int, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._shows = self._out.isatty()
        self._total, self._done = total, 0
        self._began = time.monotonic()
        self._shown_at = 0.0

    def step(self) -> None:
        self._done += 1
        now = time.monotonic()
        if self._shows and now - self._shown_at > EVERY_SECONDS:
            self._shown_at = now
            self._out.write(f"\r{self.line(now - self._began)}\x1b[K")
            self._out.flush()

    def line(self, seconds: float) -> str:
        rate = self._done / max(seconds, 0.001)
        pace = f"{self._done:,} read, {rate:,.0f} a second"
        if not self._total:
            return pace
        share = min(1.0, self._done / self._total)
        bar = "█" * round(share * WIDTH)
        left = max(0, self._total - self._done) / max(rate, 0.001)
        return f"{bar:░<{WIDTH}} {share:4.0%}  {pace}, {left:,.0f} s left"

    def close(self) -> None:
        if self._shows and self._shown_at:
            self._out.write("\r\x1b[K")
            self._out.flush()
