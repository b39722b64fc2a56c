"""What the caller expects to read, `5`, `4-6` or `\\d{5}`, as an automaton over digits."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

FREE = r"\d*"
MOST = 32  # digits; a longer pattern is a mistake, and each costs a state

_LENGTH = re.compile(r"(\d+)(?:-(\d+))?")
_ELEMENT = re.compile(r"(\\d|\d|\[([0-9-]+)\]|[^\w\\{}*+?\[\]|()^$]|\\[^\w])(\{(\d+)(?:,(\d*))?\}|[*+?])?")


class PatternRejected(ValueError):
    """This is no length and no pattern that can be expected; the message says what one looks like."""


@dataclass(frozen=True)
class Expected:
    """A deterministic automaton: `follow[state][digit]` is the next state, -1 for none; state 0 is the first."""

    follow: tuple[tuple[int, ...], ...]
    final: tuple[bool, ...]

    def accepts(self, digits: Iterable[int]) -> bool:
        state = 0
        for digit in digits:
            state = self.follow[state][digit]
            if state < 0:
                return False
        return self.final[state]


def exactly(digits: str) -> Expected:
    """These digits and no others."""
    follow = [tuple(place + 1 if digit == int(own) else -1 for digit in range(10)) for place, own in enumerate(digits)]
    return Expected((*follow, (-1,) * 10), (*(False for _ in digits), True))


@dataclass(frozen=True)
class _Place:
    digits: frozenset[int]
    optional: bool
    repeats: bool


def expect(pattern: str = FREE) -> Expected:
    """`pattern` is a length (`5`, `4-6`) or digits, `\\d` and `[1-3]` with `?`, `*`, `+`, `{n}`, `{m,n}`; separators
    in it (space, dash, dot, slash) say nothing about the digits and are skipped. Raises PatternRejected."""
    places = _places(pattern)
    states: dict[frozenset[int], int] = {_reached({0}, places): 0}
    follow: list[tuple[int, ...]] = []
    waiting = list(states)
    while waiting:
        state = waiting.pop(0)
        row = []
        for digit in range(10):
            after = _after(state, digit, places)
            if after and after not in states:
                states[after] = len(states)
                waiting.append(after)
            row.append(states[after] if after else -1)
        follow.append(tuple(row))
    return Expected(tuple(follow), tuple(len(places) in state for state in states))


def _after(state: frozenset[int], digit: int, places: list[_Place]) -> frozenset[int]:
    reached: set[int] = set()
    for k in state:
        if k < len(places) and digit in places[k].digits:
            reached |= {k + 1, k} if places[k].repeats else {k + 1}
    return _reached(reached, places)


def _reached(starts: set[int], places: list[_Place]) -> frozenset[int]:
    reached = set(starts)
    for k, place in enumerate(places):
        if k in reached and place.optional:
            reached.add(k + 1)
    return frozenset(reached)


def _places(pattern: str) -> list[_Place]:
    length = _LENGTH.fullmatch(pattern)
    if length and len(length[1]) <= 2:
        least, most = int(length[1]), int(length[2] or length[1])
        if not 1 <= least <= most:
            raise PatternRejected(
                f"“{pattern}” is no length: write the digits there are (5), or the least and the most (4-6)."
            )
        pattern = f"\\d{{{least},{most}}}"
    places: list[_Place] = []
    position = 0
    while position < len(pattern):
        element = _ELEMENT.match(pattern, position)
        if element is None:
            raise PatternRejected(f"“{pattern}” is no pattern: write a length (5 or 4-6) or digits such as \\d{{5}}.")
        position = element.end()
        places += _repeated(element)
    if len(places) > MOST:
        raise PatternRejected(f"At most {MOST} digits can be expected.")
    return places


def _repeated(element: re.Match[str]) -> list[_Place]:
    digits = _digits(element)
    if not digits:
        return []
    least, most = _times(element)
    places = [_Place(digits, optional=False, repeats=False)] * min(least, MOST + 1)
    if most is None:
        return [*places, _Place(digits, optional=True, repeats=True)]
    return places + [_Place(digits, optional=True, repeats=False)] * min(most - least, MOST + 1)


def _digits(element: re.Match[str]) -> frozenset[int]:
    if element[1] == r"\d":
        return frozenset(range(10))
    if element[1].isdigit():
        return frozenset({int(element[1])})
    if element[2] is None:
        return frozenset()
    spread = re.sub(r"(\d)-(\d)", lambda ends: "".join(map(str, range(int(ends[1]), int(ends[2]) + 1))), element[2])
    return frozenset(int(digit) for digit in spread if digit != "-")


def _times(element: re.Match[str]) -> tuple[int, int | None]:
    mark = element[3]
    if mark is None:
        return 1, 1
    if mark in "*+?":
        return int(mark == "+"), 1 if mark == "?" else None
    least = int(element[4])
    return least, least if "," not in mark else int(element[5]) if element[5] else None
