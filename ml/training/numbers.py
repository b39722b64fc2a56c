"""`python -m ml.training.numbers [--fit]`: whole numbers read right, by kind, on the two halves of the writers.

With --fit the lattice is fitted first, on the half "develop" only: on its numbers, on its single digits, both as
strokes and as pictures, and on numbers put together from those digits and from those of pendigits' writers who do not
train. None of these writers has trained the shipped classifier or the witness, whose word on them would be too good.
Whenever there is a new classifier this is run again: some minutes.
"""

import argparse
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ml import registry, strokes
from ml.classifier import Classifier
from ml.inked import InkSheet
from ml.intervals import wilson
from ml.penned import PenSheet
from ml.reader import Reader
from ml.reading import Reading
from ml.scores import WEIGHTS, Weights
from ml.segment import look
from ml.strokes import Strokes
from ml.training import sources
from ml.training.crf import Sample, sample
from ml.training.data import DataMissing, data_folder
from ml.training.lattice import fit, temperature
from ml.training.strings import compose, picture
from ml.windows import Witness

KINDS = ("digits", "hyphen", "paren_phone", "other_separator", "all")
MADE = 500
WEIGHT = {"number": 3.0, "digit": 1.0, "made": 0.5}


@dataclass(frozen=True)
class Written:
    """What one person wrote, separators included, and whether it judges."""

    raw: str
    kind: str
    writer: str
    judges: bool
    strokes: Strokes

    @property
    def digits(self) -> str:
        return "".join(filter(str.isdigit, self.raw))


def numbers() -> list[Written]:
    """The 309 numbers; of their 39 writers in alphabetic order every second judges. Raises DataMissing."""
    path = data_folder() / "strokes-unipen-numbers-dev.jsonl.gz"
    if not path.is_file():
        raise DataMissing(f"There is no {path}: set DIGITS_DATA to the folder that holds it.")
    with gzip.open(path, "rt") as file:
        lines = [json.loads(line) for line in file]
    judges = set(sorted({line["writer"] for line in lines})[1::2])
    return [
        Written(line["raw"], line["kind"], line["writer"], line["writer"] in judges, strokes.check(line["strokes"]))
        for line in lines
    ]


def singles(known: Sequence[Written]) -> list[Written]:
    """UNIPEN's single digits of writers that the classifier has not trained on; a writer of numbers stays on his
    side, of the others every second judges."""
    sides = {one.writer: one.judges for one in known}
    digits = [one for one in sources.unipen() if sources.role(one.writer) != "train" and one.drawn]
    others = sorted({one.writer for one in digits} - set(sides))
    sides |= {writer: bool(place % 2) for place, writer in enumerate(others)}
    return [Written(str(one.label), "digit", one.writer, sides[one.writer], one.drawn) for one in digits if one.drawn]


def made(digits: Sequence[Written]) -> Iterator[Written]:
    """MADE numbers put together, each from the digits of one writer."""
    pool: dict[str, list[tuple[str, Strokes]]] = defaultdict(list)
    for one in digits:
        pool[one.writer].append((one.raw, one.strokes))
    for pen in sources.pendigits():
        if sources.role(pen.writer) != "train" and pen.drawn:
            pool[pen.writer].append((str(pen.label), pen.drawn))
    random = np.random.default_rng(3)
    writers = [several for several in pool.values() if len(several) >= 5]
    for _ in range(MADE):
        composed = compose(writers[int(random.integers(len(writers)))], random)
        yield Written(composed.raw, "made", "", False, composed.strokes)


def samples(written: Sequence[Written], classifier: Classifier, witness: Witness, weight: float) -> Iterator[Sample]:
    """Each as strokes and as a picture, those left out that can be read in one way only."""
    random = np.random.default_rng(5)
    for one in written:
        shown = picture(one.strokes, float(random.uniform(35, 120)), float(random.uniform(0.06, 0.14)))
        for sheet in (PenSheet(one.strokes), InkSheet(shown)):
            if not sheet.pieces:
                continue
            looked = look(sheet, classifier, witness)
            if len(looked.found) > 1:
                yield sample(looked, one.raw, weight)


def fitted(classifier: Classifier) -> Weights:
    """On the developing half. The temperature is set where it is not too good: by each half of its writers on the
    other's numbers."""
    witness = Witness()
    develop = [one for one in numbers() if not one.judges]
    digits = [one for one in singles(numbers()) if not one.judges]
    folds = [[one for one in develop if _fold(one.writer) == fold] for fold in (0, 1)]
    real = [list(samples(fold, classifier, witness, WEIGHT["number"])) for fold in folds]
    rest = [
        *samples(digits, classifier, witness, WEIGHT["digit"]),
        *samples(list(made(digits)), classifier, witness, WEIGHT["made"]),
    ]
    crossed = [(fit([*real[1 - fold], *rest]), real[fold]) for fold in (0, 1)]
    weights = fit([*real[0], *real[1], *rest])
    return Weights(weights.blocks, weights.digit, temperature(crossed))


def _fold(writer: str) -> int:
    return sum(writer.encode()) % 2


def png(drawn: Strokes) -> bytes:
    """Dark on light, a line 60 pixels high, drawn with an everyday pen."""
    file = io.BytesIO()
    Image.fromarray(255 - np.pad(picture(drawn, 60, 0.1), 20)).save(file, "PNG")
    return file.getvalue()


def measure(reader: Reader) -> None:
    """Prints shares with their 95 % intervals, what single digits lose in "auto", and the surest mistakes."""
    everyone = numbers()
    for name, pictured in ("strokes", False), ("pictures", True):
        for half, judges in ("develop", False), ("judge", True):
            mine = [one for one in everyone if one.judges == judges]
            read = [(one, reader.read(png(one.strokes) if pictured else one.strokes, "number")) for one in mine]
            print(f"{name}, {half}: {len(mine)} numbers of {len({one.writer for one in mine})} writers")
            print("\n".join(table(read)))
            if not judges:
                print("\n".join(worst(read)))
    digits = singles(everyone)
    for name, pictured in ("strokes", False), ("pictures", True):
        for judges in (False, True):
            mine = [one for one in digits if one.judges == judges]
            right = {mode: _right(reader, mine, mode, pictured=pictured) for mode in ("digit", "auto")}
            print(f"single digits, {name}, {'judge' if judges else 'develop'}: {len(mine)}, {right}")


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
    parser = argparse.ArgumentParser(prog="python -m ml.training.numbers", description=__doc__.split("\n", 1)[0])
    parser.add_argument("model", type=Path, nargs="?", default=registry.default_model())
    parser.add_argument("--fit", action="store_true", help=f"fit the lattice first, into {WEIGHTS.name}")
    options = parser.parse_args()
    classifier = Classifier(options.model)
    if options.fit:
        fitted(classifier).save()
    measure(Reader(classifier))


if __name__ == "__main__":
    main()
