"""The pool: every glyph that the network learns from, made once, through the very normalisation that serves.

A pool depends on its seed alone, not on the number of processes that make it. `python -m ml.training.glyphs.pool` makes
it and prints how long it took.
"""

import ast
import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path as File
from typing import Any

import numpy as np

from ml.normalize import NORMALIZATION, normalize
from ml.training.commands import command
from ml.training.data import sources
from ml.training.data.digits import CACHE, CREDIT, Digits
from ml.training.data.sources import CREDITS
from ml.training.glyphs import augment, doodles, makers, negatives, templates
from ml.training.glyphs.makers import MAKERS, Material, material
from ml.training.glyphs.parts import PARTS

CHUNK = 2_000
MADE_BY = augment, doodles, makers, negatives, sources, templates
# Which parts are whose handwriting; the rest is MNIST's or made by rule.
CREDITED = {"pendigits": "pendigits", "unipen": "unipen", "swiss": "swiss", "nondigits": "letters"}


def sources_of(parts: Sequence[str], times: float) -> list[dict[str, Any]]:
    """A card's `data` for these parts, of so many `times` PARTS: whom to credit, and how many glyphs are theirs."""
    rest = sum(PARTS[part] for part in parts if part not in CREDITED.values() and not part.startswith("mnist"))
    counted = {CREDIT: sum(PARTS[part] for part in parts if part.startswith("mnist"))}
    counted |= {CREDITS[key]: PARTS[part] for key, part in CREDITED.items() if part in parts}
    counted["made by rule: European shapes, doodles, letters of fonts, signs, wrong cuts"] = rest
    return [{"set": name, "glyphs": int(times * count)} for name, count in counted.items() if count]


def make(
    seed: int,
    parts: Sequence[str] = tuple(PARTS),
    size: float = 1.0,
    ways: int = 1,
    say: Callable[[str], None] = print,
) -> Digits:
    """These parts of the pool of `seed`, `size` times as large as PARTS and each glyph in so many `ways`, as it is and
    then moved (`augment.moved`), from the cache when they are there. Labels 0 to 10."""
    place = CACHE / f"pool-{fingerprint(seed, parts, size, ways)}.npz"
    if place.is_file():
        with np.load(place) as kept:
            return Digits(kept["glyphs"], kept["labels"])
    stuff = material()
    jobs = [
        (name, seed, number, min(CHUNK, int(count * size) - number * CHUNK), ways)
        for name, count in PARTS.items()
        if name in parts
        for number in range(-(-int(count * size) // CHUNK))
    ]
    started, done = time.monotonic(), 0
    chunks: list[Digits] = []
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), _remember, (stuff,)) as workers:
        for chunk in workers.imap(_chunk, jobs):
            chunks.append(chunk)
            done += 1
            if done % 50 == 0:
                spent = time.monotonic() - started
                left = spent / done * (len(jobs) - done)
                say(f"pool: {done}/{len(jobs)} chunks, {spent:.0f} s spent, {left:.0f} s left")
    pool = Digits(np.concatenate([c.glyphs for c in chunks]), np.concatenate([c.labels for c in chunks]))
    CACHE.mkdir(exist_ok=True)
    np.savez(place, glyphs=pool.glyphs, labels=pool.labels)
    return pool


def fingerprint(seed: int, parts: Sequence[str], size: float, ways: int) -> str:
    """Changes with the code that makes the pool, so that no stale pool is trained on, and not with where that lies."""
    files = __file__, *(module.__file__ or "" for module in MADE_BY)
    code = "".join(map(_code, files)) + repr([(part, PARTS[part]) for part in parts])
    return f"n{NORMALIZATION}-s{seed}-x{size}-w{ways}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def _code(file: str) -> str:
    """Of a module, but for its imports and what it says of itself."""
    body = ast.parse(File(file).read_text("utf-8")).body
    kept = [one for one in body if not isinstance(one, ast.Import | ast.ImportFrom | ast.Expr)]
    return ast.unparse(ast.Module(kept, []))


_STUFF: list[Material] = []


def _remember(stuff: Material) -> None:
    _STUFF[:] = [stuff]


def _chunk(job: tuple[str, int, int, int, int]) -> Digits:
    name, seed, number, size, ways = job
    rng = np.random.default_rng([seed, list(PARTS).index(name), number])
    made = [MAKERS[name](_STUFF[0], number * CHUNK + place, rng) for place in range(size)]
    glyphs = np.stack([normalize(ink) for ink, _ in made])
    shown = [glyphs, *(augment.moved(glyphs, 1.0, rng) for _ in range(ways - 1))]
    return Digits(np.concatenate(shown), np.tile(np.array([label for _, label in made], np.uint8), ways))


def main() -> None:
    command(__spec__, __doc__).parse_args()
    pool = make(1)
    print(f"{len(pool):,} glyphs, {np.bincount(pool.labels).tolist()} of each label")


if __name__ == "__main__":
    main()
