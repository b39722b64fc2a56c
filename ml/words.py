"""What stands before a number and is none of it: a currency sign, a letter, a word.

The lattice knows digits and separators only, so it reads them as digits that the classifier finds strange.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

import numpy as np

from ml.features import Candidate
from ml.lattice import Segment
from ml.segment import Looked

STRANGE = 0.5  # not_digit, of more than half of a word's letters
ODD = 0.9  # and of a sign; after a number, people's slashed zeros would be as strange
APART = 0.3  # of the line's height to what comes next at least: digits that touch are strange, too

Groups = list[list[Segment]]


def without_words(grouped: Sequence[Sequence[Segment]], looked: Looked, path: Sequence[Segment]) -> Groups:
    """The groups of `path` without what is strange where a line begins. All of them where half is strange: then it is
    no number."""
    every = looked.not_digit[[segment.candidate for group in grouped for segment in group]]
    if 2 * np.count_nonzero(every > STRANGE) >= len(every):
        return [list(group) for group in grouped]
    follows = {looked.found[one.candidate].last: looked.found[other.candidate] for one, other in pairwise(path)}
    kept: Groups = []
    for _, line in groupby(grouped, lambda group: looked.found[group[0].candidate].line):
        some = [list(group) for group in line]
        while some and _is_word(some[0], looked) and _stands_apart(some[0][-1], looked, follows):
            del some[0]
        if some and looked.not_digit[some[0][0].candidate] >= ODD and _stands_apart(some[0][0], looked, follows):
            del some[0][0]
        kept += [group for group in some if group]
    return kept


def _is_word(group: Sequence[Segment], looked: Looked) -> bool:
    strange = np.count_nonzero(looked.not_digit[[segment.candidate for segment in group]] > STRANGE)
    return bool(len(group) > 1 and 2 * strange > len(group))


def _stands_apart(last: Segment, looked: Looked, follows: Mapping[int, Candidate]) -> bool:
    one = looked.found[last.candidate]
    after = follows.get(one.last)
    return (
        after is not None
        and after.line == one.line
        and one.extent.gap(after.extent) >= APART * looked.heights[one.line]
    )
