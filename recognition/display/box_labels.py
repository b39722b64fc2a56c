"""Where the digit is written beside its box: above or below it, as large as there is room for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Box = Mapping[str, int]
HALF = 0.4  # of a label's size: as wide as half a digit
ROOM = 1.25  # of a label's size: as high as it is, with a little air
MOST = 300  # boxes that are laid against each other (35 ms); nobody could read the labels of more


@dataclass(frozen=True, slots=True)
class Label:
    """In the pixels of the picture. Without room it would cover ink, and is only shown while its box is chosen."""

    x: float
    y: float
    size: float
    has_room: bool


def labels_of(boxes: Sequence[Box], width: int, height: int) -> list[Label]:
    """Of the boxes in a picture of this size."""
    size = _size([box["height"] for box in boxes], max(width, height))
    near = boxes if len(boxes) <= MOST else ()
    return [_label(box, size, *_room(box, near, size, height)) for box in boxes]


def _size(heights: Sequence[int], longest: int) -> float:
    """Less than half a digit, but neither too small to be read nor in the way."""
    return min(max(0.4 * median(heights), longest / 36), longest / 16) if heights else 0.0


def _room(box: Box, boxes: Sequence[Box], size: float, height: int) -> tuple[float, float]:
    """How far up and down from the middle of the box a label may reach: to the next box, but only half of the way
    where that one's label comes to meet it and there is room for both, or to the picture's edge."""
    middle, top, bottom = box["x"] + box["width"] / 2, box["y"], box["y"] + box["height"]
    left, right = middle - HALF * size, middle + HALF * size
    beside = [one for one in boxes if one is not box and one["x"] < right and one["x"] + one["width"] > left]
    above = max((one for one in beside if one["y"] < top), key=lambda one: one["y"] + one["height"], default=None)
    below = min((one for one in beside if one["y"] > top), key=lambda one: one["y"], default=None)
    up = top - above["y"] - above["height"] if above else top
    down = below["y"] - bottom if below else height - bottom
    is_shared = above is not None and above["y"] < ROOM * size / 2 <= up / 2
    return up / 2 if is_shared else up, down / 2 if below else down


def _label(box: Box, size: float, above: float, below: float) -> Label:
    """Above, and only below where there is less room above than for half of its size."""
    goes_above = above >= ROOM * size / 2 or above >= below
    fitting = min(size, (above if goes_above else below) / ROOM)
    has_room = fitting >= size / 2
    shown = fitting if has_room else size
    y = box["y"] - 0.2 * shown if goes_above else box["y"] + box["height"] + shown
    return Label(x=box["x"] + box["width"] / 2, y=y, size=shown, has_room=has_room)
