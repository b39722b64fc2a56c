"""People's digits with their writers: who trains, who sets the temperature, and who judges.

Nobody judges a model that has seen one other digit of theirs, and nobody who judges sets a threshold.
"""

import csv
import gzip
import hashlib
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.ink.find import find_ink
from ml.normalize import crop_box
from ml.pictures import decode
from ml.training.data.digits import DataMissing, data_folder

Role = Literal["train", "calibrate", "judge"]
Ink = NDArray[np.uint8]

NOT_DIGIT = 10
MAX_PIXELS = 40_000_000
# Two of nine Swiss writers judge and one calibrates; of the thirty of pendigits six and three.
SWISS_JUDGES, SWISS_CALIBRATE = {"0010", "0018"}, {"0004"}
CREDITS = {
    "pendigits": "Pen-Based Recognition of Handwritten Digits, E. Alpaydin, F. Alimoglu, UCI (CC BY 4.0)",
    "unipen": "UNIPEN train_r01_v07, International Unipen Foundation (CC BY 4.0)",
    "swiss": "anagnostes, BSI Business Systems Integration AG (Apache-2.0)",
    "nondigits": "UNIPEN train_r01_v07 and UJIpenchars, UCI (CC BY 4.0)",
}


@dataclass(frozen=True)
class Sample:
    """One digit (label 0 to 9) or other sign (NOT_DIGIT) of one writer, as pen strokes or as ink."""

    writer: str
    label: int
    drawn: strokes.Strokes | None = None
    ink: Ink | None = None

    def serving_ink(self) -> Ink:
        """The ink that `normalize` is given when this sample is read."""
        if self.drawn is not None:
            return strokes.render(self.drawn)
        assert self.ink is not None  # noqa: S101 - one of the two is always there
        return self.ink


def role(writer: str) -> Role:
    """What `writer` does. UNIPEN's and UJI's people are parted by a hash: the same hand is often in several files."""
    if writer.startswith("tra-"):
        number = int(writer[4:])
        return "judge" if number % 5 == 0 else "calibrate" if number % 10 == 3 else "train"
    if writer.isdecimal():
        return "judge" if writer in SWISS_JUDGES else "calibrate" if writer in SWISS_CALIBRATE else "train"
    share = int.from_bytes(hashlib.sha256(writer.encode()).digest()[:4], "big") / 2**32
    return "judge" if share < 0.5 else "calibrate" if share < 0.6 else "train"


def of_role(samples: Iterable[Sample], wanted: Role) -> list[Sample]:
    return [sample for sample in samples if role(sample.writer) == wanted]


def by_writer(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    """Each writer's, in the order of their first ones."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        found[sample.writer].append(sample)
    return found


def pens() -> list[Sample]:
    """Both sets of single digits that were drawn with a pen on a tablet. Raises DataMissing."""
    return [*pendigits(), *unipen()]


def pendigits() -> list[Sample]:
    """7,494 digits of 30 writers. Raises DataMissing."""
    return [_digit(line) for line in lines("strokes-pendigits-train.jsonl.gz")]


def unipen() -> list[Sample]:
    """1,485 digits of 77 writers. Raises DataMissing."""
    return [_digit(line) for line in lines("strokes-unipen-digits-dev.jsonl.gz")]


def nondigits(*, confusable: bool = False) -> list[Sample]:
    """Letters and signs that are no digit, or those that a digit is a fair reading of. Raises DataMissing."""
    wanted = [line for line in lines("strokes-nondigits-dev.jsonl.gz") if bool(line["confusable"]) == confusable]
    return [Sample(line["writer"], NOT_DIGIT, strokes.check(line["strokes"])) for line in wanted]


def swiss() -> list[Sample]:
    """5,387 ballpoint digits of 9 writers, as the ink that serving finds in them. Raises DataMissing."""
    return [_scan(picture, label, writer) for picture, label, writer in scans()]


def scans() -> Iterator[tuple[bytes, int, str]]:
    """The pictures of the same, each with its label and writer. Raises DataMissing."""
    with zipfile.ZipFile(_path("scans-swiss-dev.zip")) as archive:
        for row in csv.DictReader(io.TextIOWrapper(archive.open("labels.csv"), "utf-8")):
            yield archive.read(row["file"]), int(row["label"]), row["writer"]


def _scan(picture: bytes, label: int, writer: str) -> Sample:
    ink = find_ink(decode(picture, MAX_PIXELS))
    top, bottom, left, right = crop_box(ink)
    return Sample(writer, label, ink=ink[top:bottom, left:right].copy() if bottom > top else ink)


def _digit(line: dict[str, Any]) -> Sample:
    return Sample(line["writer"], int(line["label"]), strokes.check(line["strokes"]))


def lines(name: str) -> Iterator[dict[str, Any]]:
    """Of a file in the data folder, each an object of JSON. Raises DataMissing."""
    with gzip.open(_path(name), "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _path(name: str) -> Path:
    path = data_folder() / name
    if not path.is_file():
        raise DataMissing(f"There is no {path}: set DIGITS_DATA to the folder that holds {name}.")
    return path
