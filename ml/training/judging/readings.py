"""What the shipped reader makes of some thousands of made and real pictures, kept, and what has changed since.

Finding ink is many rules, and a new one may cost what another kind of picture needs. Before a change,
`python -m ml.training.judging.readings before.json` keeps every reading; after it, the same with `--since before.json`
and another name says what was gained and lost, and which readings are others. None of these writers judge.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from ml.reader import Mode, Reader
from ml.training.commands import command
from ml.training.data import sources
from ml.training.data.written import numbers
from ml.training.judging.numbers import png
from ml.training.synthetic import nothing, tally
from ml.training.synthetic.pasted import pasted, people, shown
from ml.training.synthetic.strips import scans, strips, writers
from ml.training.synthetic.troubles import TROUBLES

Shown: TypeAlias = tuple[bytes, str]  # a picture, and the number in it, "" where there is none
Kept: TypeAlias = tuple[str, str, str]  # the number in it, what was read, the decision
say = partial(print, flush=True)
EACH, SEED = 20, 5


def _troubles(kind: str) -> Iterator[Shown]:
    digits = sources.of_role(sources.pendigits(), "calibrate")
    for number in range(EACH):
        random = np.random.default_rng([SEED, list(TROUBLES).index(kind), number])
        one = digits[int(random.integers(len(digits)))]
        yield TROUBLES[kind](one.drawn or (), random), str(one.label)


def _pasted(seed: int) -> Iterator[Shown]:
    groups = people("calibrate")
    for number in range(240):
        random = np.random.default_rng([seed, number])
        one = pasted(groups, (20, 90), random)
        yield shown(one.ink, random), one.number


def _written() -> Iterator[Shown]:
    return ((png(one.strokes), one.digits) for one in numbers() if not one.judges)


def _strips() -> Iterator[Shown]:
    made = [*strips(writers(), 120, SEED), *scans(120, SEED)]
    return ((one.picture, one.number) for one in made)


def _scanned() -> Iterator[Shown]:
    return ((picture, str(label)) for picture, label, writer in sources.scans() if sources.role(writer) != "judge")


def _nothing(kind: nothing.Kind) -> Iterator[Shown]:
    return ((picture, "") for picture in nothing.pictures(kind, EACH, SEED))


def sets() -> Iterator[tuple[str, Sequence[Mode], Callable[[], Iterator[Shown]]]]:
    """Each set's name, the modes it is read in, and what makes it. They raise DataMissing."""
    yield "scans", ("digit",), _scanned
    for kind in TROUBLES:
        yield kind, ("digit", "auto"), partial(_troubles, kind)
    for one in nothing.KINDS:
        yield f"nothing {one.__name__}", ("digit", "auto"), partial(_nothing, one)  # a page may be ruled in both
    yield "strips", ("number",), _strips
    yield "written", ("number",), _written
    for seed in (61, 62):
        yield f"pasted {seed}", ("number",), partial(_pasted, seed)


def read(reader: Reader) -> dict[str, list[Kept]]:
    """Every set's readings, by its name and mode. Raises DataMissing, and what reading a picture raises."""
    found: dict[str, list[Kept]] = {}
    for name, modes, make in sets():
        made = list(make())
        for mode in modes:
            readings = tally.read(reader, [picture for picture, _ in made], mode)
            found[f"{name}, {mode}"] = [
                (number, one.number, one.decision) for (_, number), one in zip(made, readings, strict=True)
            ]
    return found


def counts(kept: Sequence[Kept]) -> tuple[int, int, int]:
    """How many are right, how many accepted, how many of these wrong. Nothing is right where it is not accepted."""
    accepted = [number == found for number, found, decision in kept if decision == "accepted"]
    right = sum(number == found if number else decision != "accepted" for number, found, decision in kept)
    return right, len(accepted), len(accepted) - sum(accepted)


def changes(before: dict[str, list[Kept]], after: dict[str, list[Kept]]) -> Iterator[str]:
    """A line for each set of which a reading is another, and one for each such reading. Raises ValueError where the
    sets are not the same."""
    if {name: len(kept) for name, kept in before.items()} != {name: len(kept) for name, kept in after.items()}:
        raise ValueError("These were made of other pictures: keep both with the same ml.training.judging.readings.")
    for name, kept in after.items():
        others = [
            (place, *pair) for place, pair in enumerate(zip(before[name], kept, strict=True)) if pair[0] != pair[1]
        ]
        if others:
            yield f"{name}: right, accepted, of these wrong {counts(before[name])} -> {counts(kept)} of {len(kept)}"
        for place, (number, *then), (_, *now) in others:
            yield f"  {place}: {number or 'nothing'}, {' '.join(then)} -> {' '.join(now)}"


def main() -> None:
    parser = command(__spec__, __doc__)
    parser.add_argument("out", type=Path, help="a JSON file for the readings")
    parser.add_argument("--since", type=Path, help="readings that were kept before")
    options = parser.parse_args()
    found = read(Reader.load())
    options.out.write_text(json.dumps(found, indent=0), "utf-8")
    if not options.since:
        for name, kept in found.items():
            say(f"{name}: right, accepted, of these wrong {counts(kept)} of {len(kept)}")
        return
    kept = json.loads(options.since.read_text("utf-8"))
    before = {name: [(number, text, decision) for number, text, decision in several] for name, several in kept.items()}
    for line in changes(before, found):
        say(line)


if __name__ == "__main__":
    main()
