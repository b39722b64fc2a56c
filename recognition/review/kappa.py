"""How far two reviewers agree beyond what chance would give."""

from collections import Counter
from collections.abc import Hashable, Sequence


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of what two people said of the same items: 1 where they always agree, 0 for no more than chance
    would give, below that for less. None without an item, and where both said one and the same of everything: then
    chance explains all of it.

    Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960).
    """
    if not pairs:
        return None
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(first[said] * second[said] for said in first) / count**2
    if by_chance == 1:
        return None
    observed = sum(one == two for one, two in pairs) / count
    return (observed - by_chance) / (1 - by_chance)
