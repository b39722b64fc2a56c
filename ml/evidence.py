"""What a model was seen to do, beside its weights: how far its word can be trusted, and its mistakes as pictures.

The card has the figures; this has what is drawn. It names the weights that were judged, so that it is never shown for
others, and a model may be without it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

EVIDENCE = "evidence.json"
MISTAKES = "mistakes.png"  # a strip, 28 pixels high: the glyph of each of `mistakes`, as the network saw it


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of about the same confidence: what they said (their mean), how many there were and how many right."""

    said: float
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """`judged` is the set that the glyph is of."""

    judged: str
    truth: int
    read: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers, written with a pen: how many had every digit right, and how sure the reader was."""

    count: int
    writers: int
    right: int
    accepted: int
    wrong_of_accepted: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """`coverage` has pairs (share accepted, share wrong of those), surest first; `wrong` counts all mistakes, of which
    `mistakes` are the surest."""

    sha256: str
    reliability: Mapping[str, Sequence[Bin]] = field(default_factory=dict)
    coverage: Mapping[str, Sequence[tuple[float, float]]] = field(default_factory=dict)
    wrong: int = 0
    mistakes: Sequence[Mistake] = ()
    numbers: Numbers | None = None

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode() + b"\n"

    @classmethod
    def from_json(cls, raw: Any) -> "Evidence":
        """Raises KeyError, TypeError or ValueError for what is none."""
        return cls(
            sha256=str(raw["sha256"]),
            reliability={name: [Bin(**one) for one in bins] for name, bins in raw["reliability"].items()},
            coverage={name: [(float(x), float(y)) for x, y in curve] for name, curve in raw["coverage"].items()},
            wrong=int(raw["wrong"]),
            mistakes=[Mistake(**one) for one in raw["mistakes"]],
            numbers=Numbers(**raw["numbers"]) if raw["numbers"] else None,
        )


def read(folder: Path, sha256: str) -> Evidence | None:
    """Of the weights with this checksum; None where there is none, or where it is of other weights or broken."""
    try:
        found = Evidence.from_json(json.loads((folder / EVIDENCE).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if found.sha256 == sha256 else None


def files(folder: Path) -> dict[str, bytes]:
    """Those that are in `folder`, to be taken along with its model."""
    return {name: (folder / name).read_bytes() for name in (EVIDENCE, MISTAKES) if (folder / name).is_file()}
