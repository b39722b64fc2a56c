"""`python -m ml.training.judging.numbers [--judge]`: whole numbers read right, by kind, by the shipped model and
lattice.

On the developing half of the writers, to whom the lattice was fitted (`python -m ml.training.numbers.fitting` shows
what it makes of writers it was not), or on the judging half, which is looked at seldom and never to choose by.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ml import registry
from ml.classifier import Classifier
from ml.intervals import wilson
from ml.reader import Reader
from ml.reading import Reading
from ml.strokes import Strokes
from ml.training.commands import command
from ml.training.data.written import Written, numbers, singles
from ml.training.synthetic import paper
from ml.training.synthetic.strings import picture

KINDS = ("digits", "hyphen", "paren_phone", "other_separator", "all")


def png(drawn: Strokes, height: float = 60, pen: float = 0.1) -> bytes:
    """Dark on light, a line 60 pixels high, drawn with an everyday pen, where nothing else is said."""
    return paper.png(Image.fromarray(255 - np.pad(picture(drawn, height, pen), 20)))


def measure(reader: Reader, *, judges: bool) -> None:
    """Prints shares with their 95 % intervals, what single digits lose in "auto", and the surest mistakes, which are
    shown of developing writers only."""
    everyone = numbers()
    half = "judge" if judges else "develop"
    mine = [one for one in everyone if one.judges == judges]
    digits = [one for one in singles(everyone) if one.judges == judges]
    for name, pictured in ("strokes", False), ("pictures", True):
        read = [(one, reader.read(png(one.strokes) if pictured else one.strokes, "number")) for one in mine]
        print(f"{name}, {half}: {len(mine)} numbers of {len({one.writer for one in mine})} writers")
        print("\n".join([*table(read), *([] if judges else worst(read))]))
        right = {mode: _right(reader, digits, mode, pictured=pictured) for mode in ("digit", "auto")}
        print(f"single digits, {name}, {half}: {len(digits)}, {right}")


def table(read: Sequence[tuple[Written, Reading]]) -> Iterator[str]:
    for kind in KINDS:
        right = [one.digits == reading.number for one, reading in read if kind in {"all", one.kind}]
        low, high = wilson(sum(right), len(right))
        yield f"  {kind:16}{sum(right):4} of {len(right):3}  {np.mean(right):6.1%}  ({low:.1%} to {high:.1%})"
    accepted = [one.digits == reading.number for one, reading in read if reading.decision == "accepted"]
    yield f"  accepted {len(accepted) / len(read):.1%}, of these wrong {1 - np.mean(accepted):.1%}"
    yield f"  calibration error {calibration_error(read):.1%}"


def calibration_error(read: Sequence[tuple[Written, Reading]], bins: int = 10) -> float:
    """Mean distance of confidence and share of right ones, over equal bins of confidence, by their sizes."""
    sure = np.array([reading.confidence for _, reading in read])
    right = np.array([one.digits == reading.number for one, reading in read])
    place = np.minimum(bins - 1, (sure * bins).astype(int))
    return float(sum(abs(sure[place == k].sum() - right[place == k].sum()) for k in range(bins)) / len(read))


def worst(read: Sequence[tuple[Written, Reading]], most: int = 6) -> Iterator[str]:
    wrong = [(one, reading) for one, reading in read if one.digits != reading.number]
    for one, reading in sorted(wrong, key=lambda pair: -pair[1].confidence)[:most]:
        yield f"    {one.raw} was read {reading.text!r} ({reading.confidence:.2f}), writer {one.writer}"


def _right(reader: Reader, digits: Sequence[Written], mode: str, *, pictured: bool) -> float:
    shown = (png(one.strokes) if pictured else one.strokes for one in digits)
    read = [reader.read(what, "auto" if mode == "auto" else "digit").number for what in shown]
    return round(float(np.mean([one.raw == number for one, number in zip(digits, read, strict=True)])), 4)


def main() -> None:
    parser = command(__spec__, __doc__)
    parser.add_argument("model", type=Path, nargs="?", default=registry.default_model())
    parser.add_argument("--judge", action="store_true", help="on the judging half")
    options = parser.parse_args()
    measure(Reader(Classifier(options.model)), judges=options.judge)


if __name__ == "__main__":
    main()
