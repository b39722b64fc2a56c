"""The card beside a model's weights: what it is, what it was made from, how well it reads and when it is
sure."""

from dataclasses import asdict, dataclass, field
from typing import Any

LOOK = ("below", "degrees", "size")


@dataclass(frozen=True)
class Card:
    """One model's card. Fields without a default are required to serve it.

    `thresholds["uncertain"]` is the confidence below which a reading is "uncertain"; `temperature` divides
    the logits before the softmax (C. Guo et al., "On Calibration of Modern Neural Networks", 2017).
    `thresholds["not_digit"]`, where the network has that output, is the probability above which a reading is rejected.
    `normalization` is the version of `ml.normalize` that made the glyphs it learned from.
    `second_look`, where there is one: a glyph whose likeliest class has less than `below` in the softmax of the logits
    as they are is seen again, turned by as many `degrees` either way, and smaller and larger by the share `size`; by
    the second network of the file, too, where it has two.
    `training_seconds` are wall time; `file_size` is the bytes of model.onnx.
    """

    name: str
    version: str
    sha256: str
    architecture: str
    parameters: int
    file_size: int
    thresholds: dict[str, float]
    temperature: float = 1.0
    normalization: int = 1
    second_look: dict[str, float] = field(default_factory=dict)
    input: dict[str, Any] = field(default_factory=lambda: {"shape": [28, 28, 1], "dtype": "float32", "range": [0, 1]})
    data: list[dict[str, Any]] = field(default_factory=list)
    recipe: dict[str, Any] = field(default_factory=dict)
    training_seconds: float = 0.0
    metrics: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_json(cls, raw: object) -> "Card":
        """Raises ValueError, with a sentence, for anything that is no card. Unknown fields are left out."""
        if not isinstance(raw, dict):
            raise ValueError("the card is not a JSON object")  # noqa: TRY004 - one kind of error for a bad card
        known = {name: raw[name] for name in cls.__dataclass_fields__ if name in raw}
        try:
            card = cls(**known)
        except TypeError as error:
            raise ValueError(f"the card lacks a field ({error})") from error
        card._check()
        return card

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def _check(self) -> None:
        # What came from a file may be of any type, whatever the fields declare.
        texts: tuple[object, ...] = (self.name, self.version, self.sha256, self.architecture)
        thresholds: object = self.thresholds
        look: object = self.second_look
        if not all(isinstance(text, str) and text for text in texts):
            raise ValueError("the card's name, version, sha256 and architecture must be texts")
        if not _is_number(self.temperature) or self.temperature <= 0:
            raise ValueError("the card's temperature must be a number above 0")
        if not isinstance(thresholds, dict) or not _is_number(thresholds.get("uncertain")):
            raise ValueError('the card\'s thresholds must have a number for "uncertain"')
        if not isinstance(look, dict) or (look and not all(_is_number(look.get(key)) for key in LOOK)):
            raise ValueError("the card's second_look must have numbers for below, degrees and size, or be empty")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
