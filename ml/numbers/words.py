"""What stands before a number and is none of it: a currency sign, a letter, a word; and the # or * that people write on
both sides of an amount, so that nobody adds to it.

The lattice knows digits and separators only, so it reads them as digits that the classifier finds strange.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from ml.numbers.lattice import Segment
from ml.numbers.segment import Looked

STRANGE = 0.5  # not_digit, of more than half of a word's letters
ODD = 0.9  # and of each sign; after a number, people's slashed zeros would be as strange
APART = 0.3  # of the line's height to what comes next at least: digits that touch are strange, too
BESIDE = 0.1  # the same where signs stand on both sides

Groups = list[list[Segment]]


def without_words(grouped: Sequence[Sequence[Segment]], looked: Looked, path: Sequence[Segment]) -> Groups:
    """The groups of `path` without what is strange where a line begins, and signs where it ends, too. All of them where
    half is strange, unless what is left is several digits and nothing else, or, between signs, little else: then it is
    no number."""
    after = _gaps(looked, path)
    kept: Groups = []
    for _, line in groupby(grouped, lambda group: looked.found[group[0].candidate].line):
        some = [list(group) for group in line]
        while some and _is_word(some[0], looked) and after.get(some[0][-1], 0.0) >= APART:
            del some[0]
        kept += _without_signs(some, looked, after, _gaps(looked, path[::-1]))
    every, rest = (_strange([segment for group in groups for segment in group], looked) for groups in (grouped, kept))
    both = bool(kept) and kept[0][0] != grouped[0][0] and kept[-1][-1] != grouped[-1][-1]
    left = len(rest) > 1 and rest.sum() < (len(rest) / 2 if both else 1)
    return kept if left or 2 * every.sum() < len(every) else [list(group) for group in grouped]


def _is_word(group: Sequence[Segment], looked: Looked) -> bool:
    return bool(len(group) > 1 and 2 * _strange(group, looked).sum() > len(group))


def _strange(segments: Sequence[Segment], looked: Looked, least: float = STRANGE) -> NDArray[np.bool_]:
    return np.array([looked.nothing(segment) > least for segment in segments], np.bool_)


def _without_signs(
    line: Groups, looked: Looked, after: Mapping[Segment, float], before: Mapping[Segment, float]
) -> Groups:
    row = [segment for group in line for segment in group]
    first = _signs(row, looked, after, BESIDE)
    last = len(row) - _signs(row[::-1], looked, before, BESIDE)
    if not 0 < first < last < len(row):
        first, last = _signs(row, looked, after, APART), len(row)
    written = set(row[first:last])
    left = [[segment for segment in group if segment in written] for group in line]
    return [group for group in left if group]


def _signs(row: Sequence[Segment], looked: Looked, gaps: Mapping[Segment, float], least: float) -> int:
    """How many that a row begins with are odd, the last of them apart from what comes next."""
    odd = np.logical_and.accumulate(_strange(row, looked, ODD))
    return max((k + 1 for k in np.flatnonzero(odd).tolist() if gaps.get(row[k], 0.0) >= least), default=0)


def _gaps(looked: Looked, path: Sequence[Segment]) -> dict[Segment, float]:
    """How far each segment stands from the next of `path`, in heights of their line."""
    pairs = [(one, looked.found[one.candidate], looked.found[other.candidate]) for one, other in pairwise(path)]
    return {
        segment: one.extent.gap(other.extent) / looked.heights[one.line]
        for segment, one, other in pairs
        if one.line == other.line
    }
