"""Numbers put together for the fit: what is said of them is what is written."""

import numpy as np
import pytest

pytest.importorskip("cv2", reason="OpenCV is not installed: requirements/train.txt")

from ml import strokes
from ml.components import components
from ml.numbers.lattice import LABELS, SEPARATORS
from ml.strokes import Strokes, bounds
from ml.training.data.sources import Sample
from ml.training.numbers.windows import NONE, examples
from ml.training.synthetic.layouts import layout
from ml.training.synthetic.pasted import Pasted, pasted
from ml.training.synthetic.signs import drawn, signs
from ml.training.synthetic.strings import Composed, compose, picture, placing

Drawings = dict[int, list[list[list[float]]]]


@pytest.fixture(name="digits")
def _digits(drawings: Drawings) -> list[tuple[str, Strokes]]:
    return [(str(value), strokes.check(drawing)) for value, drawing in drawings.items()]


@pytest.fixture(name="several")
def _several(digits: list[tuple[str, Strokes]]) -> list[Composed]:
    random = np.random.default_rng(4)
    return [compose(digits, random) for _ in range(60)]


def test_each_sign_has_its_ink(several: list[Composed]) -> None:
    assert all(len(one.ink) == len(one.raw) for one in several)
    assert set("".join(one.raw for one in several)) >= set("0123456789-/()")


def test_signs_follow_one_another(several: list[Composed]) -> None:
    for one in several:
        middles = [float(points[:, 0].mean()) for points in one.ink]
        assert middles == sorted(middles)


def test_a_picture_shows_the_strokes_where_it_says(several: list[Composed]) -> None:
    for one in several[:10]:
        ink = picture(one.strokes, 60, 0.1)
        corner, scale, edge = placing(one.strokes, 60, 0.1)
        for points in one.ink:
            at = ((points - corner) * scale + edge).astype(int)
            assert (ink[at[:, 1], at[:, 0]] > 0).mean() > 0.95


def test_most_of_what_is_written_is_an_example_of_itself(digits: list[tuple[str, Strokes]]) -> None:
    labels = np.concatenate([labels for _, labels in examples([digits], 30, 1)])
    assert {*range(10), *(10 + SEPARATORS.index(sign) for sign in "-/()")} <= set(labels.tolist())
    assert labels.max() == NONE == LABELS


def test_the_same_seed_makes_the_same(digits: list[tuple[str, Strokes]]) -> None:
    first, second = (compose(digits, np.random.default_rng(7)) for _ in range(2))
    assert first.raw == second.raw
    assert bounds(first.strokes) == bounds(second.strokes)


def test_layouts_are_of_digits_and_separators_in_order() -> None:
    random = np.random.default_rng(1)
    layouts = {layout(random) for _ in range(400)}
    assert set("".join(layouts)) == set("d-/.,:=() ")
    for one in layouts:
        assert "d" in one
        assert one.count("(") == one.count(")") <= 1
        assert not set(one[-1:]) & set("/:, ")
        assert not any(f"/{sign}" in one or f"{sign}/" in one for sign in "-/.,:=(")


def test_one_hand_draws_its_slashes_alike() -> None:
    random = np.random.default_rng(2)
    spread_of_one, means = [], []
    for _ in range(40):
        own = signs(random)
        across = [float(np.ptp(drawn("/", own, random)[0][:, 0])) for _ in range(8)]
        spread_of_one.append(np.std(across))
        means.append(np.mean(across))
    assert np.mean(spread_of_one) < 0.5 * np.std(means)


@pytest.fixture(name="person")
def _person(digits: list[tuple[str, Strokes]]) -> list[Sample]:
    """Half of them with a pen, half as pictures."""
    pens = [Sample("somebody", int(value), drawn=strokes) for value, strokes in digits]
    return pens + [Sample("somebody", int(value), ink=picture(strokes, 28, 0.1)) for value, strokes in digits]


@pytest.fixture(name="put_together")
def _put_together(person: list[Sample]) -> list[Pasted]:
    return [pasted([[person]], (25, 90), np.random.default_rng([5, number])) for number in range(60)]


def test_a_number_put_together_is_as_long_as_it_says(put_together: list[Pasted]) -> None:
    wide = {one.raw: one.ink.shape[1] / one.ink.shape[0] for one in put_together if one.raw.isdigit()}
    assert len(wide) > 10
    lengths, widths = zip(*[(len(raw), width) for raw, width in wide.items()], strict=True)
    assert np.corrcoef(lengths, widths)[0, 1] > 0.7


def test_what_touches_is_one_piece_of_ink_and_nothing_else_is(put_together: list[Pasted]) -> None:
    plain = [one for one in put_together if one.raw.isdigit()]
    parts = {
        touching: [components(one.ink > 80).count - len(one.raw) for one in plain if bool(one.touching) == touching]
        for touching in (True, False)
    }
    assert np.mean(parts[True]) < np.mean(parts[False])
    assert sum(one.touching for one in put_together) > 5
