"""Pictures of nothing, made by rule: what the shipped reader accepts of them."""

import pytest

from ml.reader import Mode, Reader
from ml.training.nothing import KINDS, MODES, Kind, accepted, pictures

# Of these one in ten to thirty is still taken for a digit (docs/open.md); everything else must not be.
NOT_YET = {"shaded", "clouds", "tabletop", "portrait", "empty_form"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.__name__ not in NOT_YET], ids=lambda kind: kind.__name__
)
def test_nothing_is_not_accepted(reader: Reader, kind: Kind, mode: Mode) -> None:
    assert accepted(reader, pictures(kind, 3, 1), mode) == []


def test_a_picture_depends_on_its_number_and_the_seed_alone() -> None:
    for kind in KINDS:
        one, two = pictures(kind, 2, 3)
        assert pictures(kind, 1, 3) == [one]
        assert one not in {two, *pictures(kind, 1, 4)}
