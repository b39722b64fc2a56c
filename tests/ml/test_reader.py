"""What a Reading says: the digit, where it is, how sure, and why not."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from ml import strokes
from ml.pictures import PictureRejected
from ml.reader import Reader
from ml.reading import Box

Array = NDArray[np.uint8]
Draw = Callable[[int, int, float, tuple[float, float], float], Array]
Png = Callable[[Array | Image.Image], bytes]


def test_a_reading_is_json_as_the_design_has_it(reader: Reader, draw: Draw, png: Png) -> None:
    reading = reader.read(png(draw(7, 100, 60, (30, 20), 6)))
    said = json.loads(json.dumps(reading.as_json("seven.png"), allow_nan=False))
    assert list(said) == [
        "source",
        "text",
        "number",
        "confidence",
        "decision",
        "reason",
        "digits",
        "model",
        "timing",
    ]
    assert (said["source"], said["text"], said["number"]) == ("seven.png", "7", "7")
    assert (said["decision"], said["reason"]) == ("accepted", None)
    assert said["model"] == {"name": reader.card.name, "version": reader.card.version}
    assert said["timing"]["read_ms"] > 0
    [digit] = said["digits"]
    assert list(digit) == ["value", "confidence", "probabilities", "not_digit", "line", "box"]
    assert digit["value"] == int(np.argmax(digit["probabilities"])) == 7
    assert sum(digit["probabilities"]) == pytest.approx(1, abs=1e-5)
    assert digit["confidence"] == pytest.approx(said["confidence"])


def test_the_box_is_where_the_ink_is(reader: Reader, png: Png) -> None:
    page = np.full((100, 200), 255, np.uint8)
    page[20:80, 150:160] = 0
    assert reader.read(png(page)).digits[0].box == Box(150, 20, 10, 60)


def test_the_size_is_that_of_the_upright_file(reader: Reader) -> None:
    page = Image.new("L", (3000, 2000), 255)
    page.paste(0, (200, 300, 1400, 500))  # a dash that a camera on its side made of a one
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    page.save(file, "JPEG", exif=exif)
    reading = reader.read(file.getvalue())
    assert reading.size == (2000, 3000)
    box = reading.digits[0].box
    assert abs(box.x - 1500) < 20
    assert abs(box.y - 200) < 20
    assert abs(box.height - 1200) < 40


def test_the_box_of_strokes_is_in_their_units(reader: Reader) -> None:
    reading = reader.read(strokes.check([[[10, 20], [12.5, 80]]]))
    assert reading.digits[0].box == Box(10, 20, 3, 60)


def test_the_glyphs_are_a_png(reader: Reader, draw: Draw, png: Png) -> None:
    reading = reader.read(png(draw(5, 100, 60, (30, 20), 6)))
    data = reading.glyphs_png()
    assert data is not None
    picture = Image.open(io.BytesIO(data))
    assert (picture.mode, picture.size) == ("L", (28, 28))
    np.testing.assert_array_equal(np.asarray(picture), reading.digits[0].glyph)


@pytest.mark.parametrize("mode", ["auto", "digit", "number"])
def test_a_blank_page_is_rejected_and_no_error(reader: Reader, png: Png, mode: str) -> None:
    reading = reader.read(png(np.full((90, 90), 255, np.uint8)), mode)  # type: ignore[arg-type]
    assert (reading.decision, reading.reason) == ("rejected", "blank")
    assert (reading.text, reading.number, reading.digits, reading.confidence) == ("", "", (), 0.0)
    assert reading.glyphs_png() is None
    assert json.dumps(reading.as_json("blank"))


def test_below_the_threshold_is_uncertain_and_still_read(
    reader: Reader, draw: Draw, png: Png, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "card", replace(reader.card, thresholds={"uncertain": 1.1}))
    reading = reader.read(png(draw(3, 100, 60, (30, 20), 6)))
    assert (reading.decision, reading.reason, reading.text) == ("uncertain", "low_confidence", "3")


def test_the_callers_threshold_is_stronger_than_the_models(reader: Reader, draw: Draw, png: Png) -> None:
    picture = png(draw(3, 100, 60, (30, 20), 6))
    assert reader.read(picture).decision == "accepted"
    assert reader.read(picture, threshold=1.0).reason == "low_confidence"
    assert reader.read(picture, threshold=0.0).decision == "accepted"


def test_a_bad_picture_raises_its_refusal(reader: Reader) -> None:
    with pytest.raises(PictureRejected):
        reader.read(b"no picture")


def test_the_limit_on_pixels_is_passed_on(reader: Reader, png: Png) -> None:
    with pytest.raises(PictureRejected) as caught:
        reader.read(png(np.zeros((11, 10), np.uint8)), max_pixels=100)
    assert caught.value.code == "too_many_pixels"


def test_warming_is_reading(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(reader, "read", read.append)
    reader.warm()
    assert len(read) == 1
