"""Pictures without a digit: surfaces, scrawls and scenes, made by rule.

`python -m ml.training.synthetic.nothing` counts what the shipped reader accepts of so many of each kind, which should
be none. They taught nothing. Seed 1 is for looking at and for mending, another one judges. What a person could take for
a digit is left out: a single ring, a lone upright bar, a cable that runs out of the picture as a digit does that is
drawn over its edge.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from ml.intervals import wilson
from ml.reader import Mode, Reader
from ml.training.commands import seeded
from ml.training.synthetic import scenes, scrawls, surfaces
from ml.training.synthetic.paper import Rng
from ml.training.synthetic.tally import read

MODES: tuple[Mode, ...] = ("digit", "auto")
Kind = Callable[[Rng], bytes]
say = partial(print, flush=True)

KINDS: tuple[Kind, ...] = (
    *(surfaces.blank, surfaces.scanned_blank, surfaces.shaded, surfaces.clean_shadow, surfaces.creased, surfaces.ruled),
    *(surfaces.empty_form, surfaces.white_noise, surfaces.clouds, scrawls.specks, surfaces.woven, surfaces.wooden),
    *(surfaces.tiled, scrawls.scribbled, scrawls.hatched, scrawls.tangled, scenes.landscape, scenes.tabletop),
    *(scenes.portrait, scrawls.barred, scrawls.blotted, scrawls.spiralled, scenes.walled),
)  # a picture follows from its kind's place here


def pictures(kind: Kind, count: int, seed: int) -> list[bytes]:
    """The first `count` of a kind, each of which depends on its number and `seed` alone."""
    return [kind(np.random.default_rng([seed, KINDS.index(kind), number])) for number in range(count)]


def accepted(reader: Reader, made: list[bytes], mode: Mode) -> list[int]:
    """The numbers of those that `reader` accepts. Raises what reading one of them raises."""
    return [number for number, found in enumerate(read(reader, made, mode)) if found.decision == "accepted"]


def main() -> None:
    parser = seeded(__spec__, __doc__, 40)
    parser.add_argument("--show", type=Path, help="a folder for the pictures that were accepted")
    options = parser.parse_args()
    reader, totals = Reader.load(), dict.fromkeys(MODES, 0)
    say(f"{options.count} pictures of each kind; accepted in " + ", ".join(f'"{mode}" mode' for mode in MODES))
    for kind in KINDS:
        made = pictures(kind, options.count, options.seed)
        found = {mode: accepted(reader, made, mode) for mode in MODES}
        say(f"{kind.__name__:<14}" + "".join(f"{len(found[mode]):5}" for mode in MODES))
        for mode in MODES:
            totals[mode] += len(found[mode])
        if options.show:
            _show(options.show, kind, made, found)
    for mode, total in totals.items():
        low, high = wilson(total, options.count * len(KINDS))
        say(f'"{mode}": {total} of {options.count * len(KINDS)}, {low:.2%} to {high:.2%}')


def _show(folder: Path, kind: Kind, made: list[bytes], found: dict[Mode, list[int]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for mode, numbers in found.items():
        for number in numbers:
            (folder / f"{kind.__name__}-{number}-{mode}.png").write_bytes(made[number])


if __name__ == "__main__":
    main()
