"""`python -m ml.training.numbers.fitting [--witness]`: the lattice fitted to the shipped classifier, and how well that
reads.

On the developing half of the writers only: on their numbers, on their single digits, both as strokes and as pictures,
on numbers put together from those digits and from those of pendigits' writers who do not train, and on numbers whose
digits stand close and touch, put together from pictures of calibrating writers (ml.training.synthetic.pasted). None of
these has trained the classifier or the witness, whose word on them would be too good. What it prints is read "across":
each quarter of the developing writers by a fit without them. Whenever there is a new classifier this is run again, some
six minutes of processor time. With --witness the witness is made first, some ten more; that depends on no classifier.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ml import registry
from ml.classifier import Classifier
from ml.layout.inked import InkSheet
from ml.layout.penned import PenSheet
from ml.numbers.scores import WEIGHTS, Weights
from ml.numbers.segment import Networks, look
from ml.reader import Reader
from ml.reading import Reading
from ml.strokes import Strokes
from ml.training.commands import command
from ml.training.data import sources
from ml.training.data.written import Written, numbers, singles
from ml.training.judging.numbers import png, table, worst
from ml.training.numbers.crf import Sample, sample
from ml.training.numbers.lattice import fit, fit_pairs
from ml.training.synthetic.pasted import pasted, people
from ml.training.synthetic.strings import compose, picture

MADE = 500
PASTED = 400
WEIGHT = {"number": 3.0, "digit": 1.0, "made": 0.5}
QUARTERS = 4
WRONG = 0.02  # of the numbers that are accepted, at most


def made(digits: Sequence[Written]) -> Iterator[Written]:
    """MADE numbers put together, each from the digits of one writer."""
    pool: dict[str, list[tuple[str, Strokes]]] = defaultdict(list)
    for one in digits:
        pool[one.writer].append((one.raw, one.strokes))
    for pen in sources.pendigits():
        if sources.role(pen.writer) != "train" and pen.drawn:
            pool[pen.writer].append((str(pen.label), pen.drawn))
    random = np.random.default_rng(3)
    writers = [(writer, several) for writer, several in pool.items() if len(several) >= 5]
    for _ in range(MADE):
        writer, several = writers[int(random.integers(len(writers)))]
        composed = compose(several, random)
        yield Written(composed.raw, "made", writer, False, composed.strokes)


def samples(written: Sequence[Written], networks: Networks, weight: float) -> Iterator[tuple[str, Sample]]:
    """(writer, sample) of each as strokes and as a picture, those left out that can be read in one way only."""
    random = np.random.default_rng(5)
    for one in written:
        shown = picture(one.strokes, float(random.uniform(35, 120)), float(random.uniform(0.06, 0.14)))
        for sheet in (PenSheet(one.strokes), InkSheet(shown)):
            if not sheet.pieces:
                continue
            looked = look(sheet, networks, drawn=True)
            if len(looked.found) > 1:
                yield one.writer, sample(looked, one.raw, weight)


def close(networks: Networks) -> Iterator[Sample]:
    """PASTED numbers put together from pictures."""
    random, groups = np.random.default_rng(7), people("calibrate")
    for _ in range(PASTED):
        one = pasted(groups, (25, 100), random)
        looked = look(InkSheet(one.ink), networks, drawn=False)
        if len(looked.found) > 1:
            yield sample(looked, one.raw, WEIGHT["made"])


def quarters(written: Sequence[Written]) -> dict[str, int]:
    """The writers parted into QUARTERS of about as many numbers each."""
    loads = [0] * QUARTERS
    parted = {}
    for writer, count in sorted(Counter(one.writer for one in written).items(), key=lambda pair: (-pair[1], pair[0])):
        parted[writer] = loads.index(min(loads))
        loads[parted[writer]] += count
    return parted


def fitted(classifier: Classifier) -> tuple[Weights, list[Weights]]:
    """The weights from all developing writers, and those from all but each quarter of them. What pairs weigh comes from
    the numbers put together from pictures alone, none of them a developing writer's."""
    networks = Networks(classifier)
    develop = [one for one in numbers() if not one.judges]
    digits = [one for one in singles(numbers()) if not one.judges]
    parted = quarters(develop)
    real = list(samples(develop, networks, WEIGHT["number"]))
    touching = list(close(networks))
    rest = [
        *samples(digits, networks, WEIGHT["digit"]),
        *samples(list(made(digits)), networks, WEIGHT["made"]),
        *(("", one) for one in touching),
    ]
    without = [
        fit([one for writer, one in [*real, *rest] if parted.get(writer) != quarter]) for quarter in range(QUARTERS)
    ]
    weights = fit_pairs(touching, fit([one for _, one in [*real, *rest]]))
    return weights, [replace(one, pair=weights.pair) for one in without]


Read = list[tuple[Written, Reading]]


def read_across(classifier: Classifier, without: Sequence[Weights]) -> tuple[Read, Read]:
    """The developing writers' numbers as strokes and as pictures, as they are read by weights that were fitted without
    their quarter."""
    develop = [one for one in numbers() if not one.judges]
    parted = quarters(develop)
    readers = [Reader(classifier, weights) for weights in without]
    return (
        [(one, readers[parted[one.writer]].read(one.strokes, "number")) for one in develop],
        [(one, readers[parted[one.writer]].read(png(one.strokes), "number")) for one in develop],
    )


def temperature(classifier: Classifier, without: Sequence[Weights]) -> float:
    """What to divide the scores by so that confidence is nearest to being right, by the squares of what is missing (G.
    Brier, 1950), in what weights read that have not seen it: on the numbers they were fitted to it would be too low.
    The likelihood would not do: it asks for the separators too, and a few numbers that no temperature saves rule it."""

    def missing(degrees: float) -> float:
        both = read_across(classifier, [replace(weights, temperature=degrees) for weights in without])
        return sum((reading.confidence - (one.digits == reading.number)) ** 2 for read in both for one, reading in read)

    return min(map(float, np.geomspace(0.45, 1.1, 7)), key=missing)


def across(classifier: Classifier, without: Sequence[Weights]) -> float:
    """Prints what `read_across` gives. Returns the confidence from which on at most WRONG of it are."""
    strokes, pictures = read_across(classifier, without)
    for name, read in ("strokes", strokes), ("pictures", pictures):
        print(f"{name}, across: {len(read)} numbers of {len({one.writer for one, _ in read})} writers")
        print("\n".join([*table(read), *worst(read)]))
    return threshold([(reading.confidence, one.digits == reading.number) for one, reading in [*strokes, *pictures]])


def threshold(read: Sequence[tuple[float, bool]]) -> float:
    """The least confidence, in hundredths, from which on at most WRONG of what is read, of whatever confidence above it
    one begins with, is wrong: (confidence, whether it is right) of each."""
    best = 1.0
    for hundredths in range(99, 49, -1):
        surer = [right for confidence, right in read if confidence >= hundredths / 100]
        if surer and surer.count(False) > WRONG * len(surer):
            break
        best = hundredths / 100
    return best


def main() -> None:
    parser = command(__spec__, __doc__)
    parser.add_argument("model", type=Path, nargs="?", default=registry.default_model())
    parser.add_argument("--witness", action="store_true", help="make the witness first")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    if options.witness:
        from ml.training.numbers import witness  # noqa: PLC0415 - Keras takes seconds to start

        witness.make()
    classifier = Classifier(options.model)
    weights, without = fitted(classifier)
    degrees = temperature(classifier, without)
    without = [replace(one, temperature=degrees) for one in without]
    weights = replace(weights, temperature=degrees, threshold=across(classifier, without))
    print(f"a number is uncertain below {weights.threshold}")
    weights.save(options.out)


if __name__ == "__main__":
    main()
