"""Every pixel of ink knows its component, the grey edges too."""

import numpy as np

from ml.components import components
from ml.labels import grown, labelled


def test_each_component_has_its_number() -> None:
    mask = np.array([[1, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 0, 1]], np.bool_)
    np.testing.assert_array_equal(labelled(components(mask)), [[1, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0], [2, 0, 0, 3]])


def test_a_run_to_the_edge_does_not_spill_into_the_next_row() -> None:
    mask = np.array([[0, 0, 1], [0, 0, 0], [1, 1, 1]], np.bool_)
    np.testing.assert_array_equal(labelled(components(mask)) > 0, mask)


def test_a_grey_edge_belongs_to_its_component() -> None:
    ink = np.array([[0, 40, 200, 40, 0, 40, 255]])
    labels = labelled(components(ink > 96))
    np.testing.assert_array_equal(grown(labels, ink > 0), [[0, 1, 1, 1, 0, 2, 2]])
