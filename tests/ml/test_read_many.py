"""Many read together are read as each would be alone; what is wrong with one is given in its place."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ml.layout import page
from ml.layout import pages as module
from ml.pictures import PictureRejected
from ml.reader import Mode, Reader
from ml.reading import Reading


def picture(digits: int, seed: int) -> bytes:
    """Some sevens side by side, each a little different."""
    noise = np.random.default_rng(seed)
    image = Image.new("L", (60 + 90 * digits, 120), 255)
    for number in range(digits):
        x, y = 30 + 90 * number + int(noise.integers(0, 9)), 20 + int(noise.integers(0, 9))
        ImageDraw.Draw(image).line([(x, y), (x + 50, y), (x + 20, y + 75)], fill=0, width=8, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("mode", ["auto", "digit", "number"])
def test_together_as_alone(reader: Reader, mode: Mode) -> None:
    pictures = [picture(1 + seed % 3, seed) for seed in range(40)]
    together = list(reader.read_many(pictures, mode))
    for one, data in zip(together, pictures, strict=True):
        assert isinstance(one, Reading)
        alone = reader.read(data, mode)
        assert (one.text, one.decision, one.reason) == (alone.text, alone.decision, alone.reason)
        assert one.confidence == pytest.approx(alone.confidence, abs=1e-4)


def test_what_is_wrong_is_given_in_its_place(reader: Reader) -> None:
    gone = FileNotFoundError("gone")
    results = list(reader.read_many([picture(1, 1), b"no picture", gone, picture(1, 2)]))
    assert [type(result) for result in results] == [Reading, PictureRejected, FileNotFoundError, Reading]


def test_trouble_with_one_costs_its_neighbours_nothing(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = iter([False, True, False])

    def doubted(*_: object, **__: object) -> bool:
        if next(broken):
            raise MemoryError
        return False

    monkeypatch.setattr(page, "doubted", doubted)
    results = list(reader.read_many(picture(1, seed) for seed in range(3)))
    assert [type(result) for result in results] == [Reading, MemoryError, Reading]


@pytest.mark.parametrize("most", [100, 17_000])  # of 18,000 pixels; the ink's box has some 5,000
def test_few_large_pictures_are_held_at_a_time(reader: Reader, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(module, "HELD_PIXELS", most)
    taken = 0

    def sources() -> Iterator[bytes]:
        nonlocal taken
        for seed in range(5):
            taken += 1
            yield picture(1, seed)

    results = reader.read_many(sources())
    next(results)
    assert taken == 1
    assert len(list(results)) == 4
