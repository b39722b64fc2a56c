"""What several views of the same writing are read as, together: each has its vote, as much of it for each number as it
finds that number likely (M. Stone, "The opinion pool", 1961)."""

from collections.abc import Sequence

from ml.lattice import Number

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
