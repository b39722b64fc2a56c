"""What is written where in a made number: "d" a digit, " " a wide gap, else a separator."""

import numpy as np

Random = np.random.Generator

AROUND = (("", ""), ("=", "="), ("-", "-"), ("", "="), ("", ".-"), ("=", ""))


def layout(random: Random) -> str:
    """Groups of any lengths, and those that dates, telephone numbers, times and amounts have in many countries."""
    kinds = (_plain, _groups, _date, _telephone, _bracketed, _time, _amount)
    kind = kinds[int(random.choice(len(kinds), p=[0.26, 0.16, 0.2, 0.12, 0.14, 0.04, 0.08]))]
    return kind(random)


def _plain(random: Random) -> str:
    return _digits(random, 1, 8)


def _groups(random: Random) -> str:
    sign = str(random.choice(list("-/.,: "), p=[0.35, 0.2, 0.13, 0.08, 0.08, 0.16]))
    return sign.join(_digits(random, 1, 5) for _ in range(int(random.integers(2, 5))))


def _date(random: Random) -> str:
    sign = str(random.choice(list("/-."), p=[0.7, 0.18, 0.12]))
    groups = [_digits(random, 1, 2), _digits(random, 1, 2)]
    if random.random() < 0.65:
        groups.append("dd" if random.random() < 0.6 else "dddd")
    return sign.join(groups[::-1] if random.random() < 0.1 else groups)


def _telephone(random: Random) -> str:
    sign = str(random.choice(list("-. /"), p=[0.72, 0.08, 0.14, 0.06]))
    if random.random() < 0.7:
        return sign.join((["d"] if random.random() < 0.15 else []) + ["ddd"] * int(random.integers(1, 3)) + ["dddd"])
    return sign.join(_digits(random, 2, 5) for _ in range(int(random.integers(2, 6))))


def _bracketed(random: Random) -> str:
    inside = _digits(random, 2, 5) if random.random() < 0.4 else "ddd"
    before = _digits(random, 1, 3) if random.random() < 0.15 else ""
    after = str(random.choice(["", " ", "-"], p=[0.5, 0.4, 0.1]))
    rest = _telephone(random) if random.random() < 0.93 else ""
    return f"{before}({inside}){after if rest else ''}{rest}"


def _time(random: Random) -> str:
    return ":".join([_digits(random, 1, 2), *["dd"] * int(random.integers(1, 3))])


def _amount(random: Random) -> str:
    before, after = AROUND[int(random.integers(len(AROUND)))]
    whole = _digits(random, 1, 4)
    if random.random() < 0.3:
        whole = f"{_digits(random, 1, 3)}{random.choice(list(',. '))}ddd"
    part = "" if random.random() < 0.3 else f"{random.choice(list('.,-'))}dd"
    return f"{before}{whole}{part}{after}"


def _digits(random: Random, least: int, most: int) -> str:
    return "d" * int(random.integers(least, most + 1))
