"""Reviewed digits are mixed into what a network learns: never those of people held out, never more than their share."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from ml.training.data.digits import DataMissing, Digits
from ml.training.data.extra import REPEATED, SHARE, Extra, teaching


def digits(count: int, label: int = 1) -> Digits:
    return Digits(np.full((count, 28, 28), label, np.uint8), np.full(count, label, np.uint8))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Labels 0 to 10 twice: once of people who teach, once of people held out."""
    labels: NDArray[np.uint8] = np.tile(np.arange(11, dtype=np.uint8), 2)
    glyphs = np.broadcast_to(labels[:, None, None], (22, 28, 28))
    np.savez(tmp_path / "reviews.npz", glyphs=glyphs, labels=labels, held_out=np.arange(22) >= 11)
    return tmp_path


def test_people_held_out_teach_nothing(folder: Path) -> None:
    [extra] = teaching([folder], signs=True)
    assert extra.name == folder.name
    assert extra.digits.labels.tolist() == list(range(11))


def test_a_network_of_ten_digits_is_not_taught_what_is_none(folder: Path) -> None:
    [extra] = teaching([folder], signs=False)
    assert extra.digits.labels.tolist() == list(range(10))


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataMissing, match="training_set"):
        teaching([tmp_path], signs=True)


def test_few_are_repeated_and_no_more_than_so_often() -> None:
    mixed, glyphs = Extra("few", digits(3, 7)).mixed_into(digits(10_000))
    assert glyphs == 3 * REPEATED == int((mixed.labels == 7).sum()) == int((mixed.glyphs[:, 0, 0] == 7).sum())
    assert len(mixed) == 10_000 + glyphs


def test_many_are_at_most_their_share() -> None:
    mixed, glyphs = Extra("many", digits(100)).mixed_into(digits(5_000))
    assert SHARE * 0.8 < glyphs / len(mixed) <= SHARE


def test_none_change_nothing() -> None:
    lesson = digits(10)
    assert Extra("none", digits(0)).mixed_into(lesson) == (lesson, 0)
