"""How often readings are right, from those that reviewers looked at: weighted by how these were chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from ml.intervals import wilson


@dataclass(frozen=True, slots=True)
class Stratum:
    """`population` readings of one kind; `reviewed` of them were drawn with the same chance, `right` of those are."""

    population: int
    reviewed: int
    right: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """`share` that is right, with its 95 % interval; made from `reviewed` readings, it stands for `population`."""

    share: float
    low: float
    high: float
    reviewed: int
    population: int


def estimate(strata: Iterable[Stratum]) -> Estimate | None:
    """Each reviewed reading stands for as many as its stratum has for one that was reviewed: the inverse of the chance
    that it was looked at, as it came out. None where nothing was reviewed; a stratum of which nothing was is not
    spoken for.

    Horvitz and Thompson, A generalization of sampling without replacement from a finite universe, JASA 47 (1952);
    Holt and Smith, Post stratification, JRSS A 142 (1979). The interval is Wilson's at the effective sample size
    (Korn and Graubard, Survey Methodology 24, 1998); a stratum without a mistake is not taken for one that can have
    none (its variance is that of one more right and one more wrong).
    """
    known = [one for one in strata if one.reviewed]
    population = sum(one.population for one in known)
    if not population:
        return None
    share = sum(one.population * one.right / one.reviewed for one in known) / population
    variance = sum(_variance(one) * (one.population / population) ** 2 for one in known)
    reviewed = sum(one.reviewed for one in known)
    if variance <= 0:  # all were looked at: nothing is left to chance
        return Estimate(share, share, share, reviewed, population)
    cautious = sum(one.population * _cautious(one) for one in known) / population
    effective = cautious * (1 - cautious) / variance
    low, high = wilson(share * effective, effective)
    return Estimate(share, max(0.0, low), min(1.0, high), reviewed, population)


def _cautious(one: Stratum) -> float:
    return (one.right + 1) / (one.reviewed + 2)


def _variance(one: Stratum) -> float:
    left = max(0.0, 1 - one.reviewed / one.population)
    return left * _cautious(one) * (1 - _cautious(one)) / one.reviewed
