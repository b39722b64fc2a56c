"""Pictures of nothing, made by rule: what the shipped reader accepts of them."""

import numpy as np
import pytest

from ml.reader import Mode, Reader
from ml.training.synthetic import scenes, scrawls, surfaces
from ml.training.synthetic.nothing import KINDS, MODES, Kind, accepted, pictures

# Each was accepted before what lies around the ink was looked at: kind, seed, number.
TAKEN = (
    (surfaces.clean_shadow, 2, 17),
    (surfaces.shaded, 4, 11),
    (surfaces.clouds, 2, 2),
    (scrawls.scribbled, 4, 16),
    (scenes.tabletop, 2, 32),
    (scenes.tabletop, 4, 38),
    (scrawls.barred, 2, 29),
    (scrawls.barred, 4, 15),
    (scrawls.blotted, 2, 37),
    (scrawls.blotted, 4, 18),
    # And these before it was asked whether ink is torn off something.
    (surfaces.ruled, 41, 32),
    (surfaces.empty_form, 42, 27),
    (surfaces.empty_form, 43, 6),
    (surfaces.tiled, 42, 19),
    (scrawls.hatched, 41, 29),
    (scrawls.hatched, 42, 20),
    (scenes.walled, 41, 3),
    (scrawls.spiralled, 41, 4),  # and whether strokes are too long
)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_is_not_accepted(reader: Reader, kind: Kind, mode: Mode) -> None:
    assert accepted(reader, pictures(kind, 3, 1), mode) == []


def test_a_picture_depends_on_its_number_and_the_seed_alone() -> None:
    for kind in KINDS:
        one, two = pictures(kind, 2, 3)
        assert pictures(kind, 1, 3) == [one]
        assert one not in {two, *pictures(kind, 1, 4)}


@pytest.mark.parametrize(("kind", "seed", "number"), TAKEN)
def test_what_was_taken_for_a_digit_is_not_any_more(reader: Reader, kind: Kind, seed: int, number: int) -> None:
    reading = reader.read(kind(np.random.default_rng([seed, KINDS.index(kind), number])))
    assert (reading.decision, reading.reason) in {("uncertain", "low_confidence"), ("rejected", "not_a_digit")}
    assert reading.text
