"""Formats that numbers are written in - dates, telephone numbers, amounts - and what a reading gains by having one.

A slash and a 1 may look alike; but 05/03/94 is a date, and 05103/94 is nothing that people write. Readings are weighed
by how likely their line is under a mixture of formats, against any run of digits and separators: a prior (P. Brown et
al., "A statistical approach to machine translation", 1990, has it as the source of a noisy channel).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from math import prod

from ml.numbers.features import Candidate
from ml.numbers.lattice import SEPARATORS, Number, Segment

STRENGTH = 0.4  # of the prior's logarithm: what a reading looks like says more
DIGIT, SEPARATOR, END = 0.085, 0.03, 0.1  # each digit's, each separator's and the end's chance where all is possible
PARTING = (("/", 0.6), ("-", 0.25), (".", 0.15))  # what stands between groups
ORDERS = ((0.45, ("day", "month", "year")), (0.45, ("month", "day", "year")), (0.1, ("year", "month", "day")))
LIKE_A_DATE = 0.25  # of what is written as a date is none: 31/14/90
LONGEST = 5  # digits a group, and groups a number
NO_FORMAT = 40  # signs; a line of more has none
TELEPHONE = tuple(
    (re.compile(pattern), chance)
    for pattern, chance in (
        (r"\d{3}-\d{4}", 0.35),
        (r"\d{3}-\d{3}-\d{4}", 0.15),
        (r"\d{3}\.\d{3}\.\d{4}", 0.03),
        (r"\d-\d{3}-\d{3}-\d{4}", 0.08),
        (r"\(\d{3}\)\d{3}-\d{4}", 0.3),
        (r"\(\d{3}\)-\d{3}-\d{4}", 0.06),
        (r"\(\d{2,5}\)[\d-]+", 0.03),
    )
)
AMOUNT = re.compile(r"\d{1,4}[.-]\d\d|\d{1,3}\.\d{3}([.-]\d\d)?")


def weighed(numbers: Sequence[Number], found: Sequence[Candidate]) -> list[Number]:
    """`numbers` by their probability with the prior. What is not among them keeps its share."""
    shares = [number.probability * gain(_lines(number.path, found)) ** STRENGTH for number in numbers]
    whole = sum(shares) + max(0.0, 1 - sum(number.probability for number in numbers))
    after = [replace(number, probability=share / whole) for number, share in zip(numbers, shares, strict=True)]
    return sorted(after, key=lambda number: -number.probability)


def gain(lines: Sequence[str]) -> float:
    """How many times likelier lines of digits and separators are by the formats than as any such signs."""
    return prod(_gain(line) for line in lines)


@lru_cache(1024)
def _gain(line: str) -> float:
    if len(line) > NO_FORMAT:
        return FORMATS[_anything]
    return sum(share * chance(line) for chance, share in FORMATS.items()) / _anything(line)


def _lines(path: Sequence[Segment], found: Sequence[Candidate]) -> list[str]:
    """Each line of a path as it would be written, without spaces."""
    return [
        "".join(str(one.label) if one.label < 10 else SEPARATORS[one.label - 10] for one in line)
        for _, line in groupby(path, lambda segment: found[segment.candidate].line)
    ]


def _anything(line: str) -> float:
    digits = sum(map(str.isdigit, line))
    return DIGIT**digits * SEPARATOR ** (len(line) - digits) * END


def _plain(line: str) -> float:
    return END * _any_digits(line) if line.isdigit() else 0.0


def _groups(line: str) -> float:
    """Groups of any length with the same sign between all."""
    return sum(
        chance / (LONGEST - 1) * prod(_run(group, 1, LONGEST) for group in groups)
        for chance, groups in _parted(line)
        if len(groups) <= LONGEST
    )


def _date(line: str) -> float:
    total = 0.0
    for chance, groups in _parted(line):
        if len(groups) == 3:
            valid = sum(
                share * prod(_part_of_date(kind, group) for kind, group in zip(order, groups, strict=True))
                for share, order in ORDERS
            )
            alike = _run(groups[0], 1, 2) * _run(groups[1], 1, 2) * (len(groups[2]) in {2, 4}) * _any_digits(groups[2])
            total += chance * ((1 - LIKE_A_DATE) * valid + LIKE_A_DATE / 2 * alike)
    return total


def _part_of_date(kind: str, group: str) -> float:
    value = int(group)
    if kind == "year":
        recent = group.startswith(("19", "20"))
        return 0.7 / 100 if len(group) == 2 else 0.3 / 200 if len(group) == 4 and recent else 0.0
    most = 31 if kind == "day" else 12
    if len(group) > 2 or not 1 <= value <= most:
        return 0.0
    return (0.5 if value < 10 else 1.0) / most  # 5 or 05


def _telephone(line: str) -> float:
    return _any_digits(line) * sum(chance for pattern, chance in TELEPHONE if pattern.fullmatch(line))


def _amount(line: str) -> float:
    return 0.25 * _any_digits(line) if AMOUNT.fullmatch(line) else 0.0


def _parted(line: str) -> Iterator[tuple[float, list[str]]]:
    """Groups of digits that one sign parts, and how often it does."""
    for sign, chance in PARTING:
        groups = line.split(sign)
        if len(groups) > 1 and all(group.isdigit() for group in groups):
            yield chance, groups


def _run(group: str, least: int, most: int) -> float:
    return _any_digits(group) / (most - least + 1) if least <= len(group) <= most else 0.0


def _any_digits(line: str) -> float:
    """The chance of the line's digits where each is as likely."""
    return 0.1 ** sum(map(str.isdigit, line))


FORMATS: dict[Callable[[str], float], float] = {
    _plain: 0.26,
    _groups: 0.16,
    _date: 0.15,
    _telephone: 0.26,
    _amount: 0.07,
    _anything: 0.1,
}
