"""What several views of the same writing are read as, together: each has its vote, as much of it for each number as it
finds that number likely (M. Stone, "The opinion pool", 1961)."""

from collections.abc import Sequence

from ml.numbers.lattice import Number

DEGREES = 0.8  # the mean of several opinions is less sure than it is right


def together(opinions: Sequence[Sequence[Number]]) -> dict[str, float]:
    """The probability of each number's digits, the likeliest first. What no view names keeps its share."""
    chances: dict[str, float] = {}
    for numbers in opinions:
        for number in numbers:
            chances[number.digits] = chances.get(number.digits, 0.0) + number.probability / len(opinions)
    rest = max(0.0, 1 - sum(chances.values()))
    shares = {digits: chance ** (1 / DEGREES) for digits, chance in chances.items()}
    whole = sum(shares.values()) + rest ** (1 / DEGREES)
    return {digits: shares[digits] / whole for digits in sorted(shares, key=lambda one: -shares[one])}


def by_name(names: Sequence[str], numbers: Sequence[Number]) -> dict[str, float]:
    """The probability of each of `names`, the likeliest first, where several `numbers`, one for each, may go by it."""
    chances: dict[str, float] = {}
    for name, number in zip(names, numbers, strict=True):
        chances[name] = min(1.0, chances.get(name, 0.0) + number.probability)
    return dict(sorted(chances.items(), key=lambda one: -one[1]))
