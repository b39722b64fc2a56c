"""Made pictures, read; how many numbers are wholly right, by their kinds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from ml.intervals import wilson
from ml.reader import Mode, Reader
from ml.reading import Reading

Shown: TypeAlias = tuple[bytes, str, Sequence[str]]  # a picture, the number in it, and the kinds that it is of
say = partial(print, flush=True)


def read(reader: Reader, pictures: Iterable[bytes], mode: Mode) -> Iterator[Reading]:
    """Each of them in turn. Raises what reading one of them raises."""
    for found in reader.read_many(pictures, mode):
        if isinstance(found, Exception):
            raise found
        yield found


def tally(shown: Sequence[Shown]) -> None:
    """Prints each kind's share with its 95 % interval, and how many are accepted, of these wrong."""
    right, of, accepted, wrong = Counter[str](), Counter[str](), 0, 0
    reading = read(Reader.load(), [picture for picture, _, _ in shown], "number")
    for (_, number, kinds), found in zip(shown, reading, strict=True):
        good = found.number == number
        accepted += found.decision == "accepted"
        wrong += found.decision == "accepted" and not good
        for kind in ("all", *kinds):
            of[kind] += 1
            right[kind] += good
    for kind in sorted(of):
        low, high = wilson(right[kind], of[kind])
        say(f"{kind:<16}{right[kind]:4} of {of[kind]:3}  {right[kind] / of[kind]:6.1%}  ({low:.1%} to {high:.1%})")
    say(f"accepted {accepted}, of these wrong {wrong}")
