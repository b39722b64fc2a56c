"""The pictures of docs/model: how sure a model may be believed to be, what it mistakes, and what it withstands."""

import math
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ml.classifier import Classifier
from ml.normalize import SIDE, normalize
from ml.training.data.digits import Digits
from ml.training.data.sets import JudgedSet
from ml.training.data.sources import Sample
from ml.training.glyphs import augment
from ml.training.judging import evaluate

mpl.use("Agg")

from matplotlib import pyplot as plt

PENS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.28)
ANGLES = (-40, -30, -20, -15, -10, 0, 10, 15, 20, 30, 40)
TILE = 84


def draw_all(classifiers: list[Classifier], sets: list[JudgedSet], pens: list[Sample], folder: Path) -> list[Path]:
    """Writes every plot into `folder`, of the first of `classifiers` or of all; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    digits = [judged for judged in sets if judged.name != "letters"]
    _reliability(classifiers[0], digits, folder / "reliability.png")
    _coverage(classifiers[0], digits, folder / "coverage.png")
    _confusion(classifiers[0], digits, folder / "confusion.png")
    mistakes(classifiers[0], digits).save(folder / "mistakes.png")
    names = ["reliability.png", "coverage.png", "confusion.png", "mistakes.png"]
    if pens:
        _withstood(classifiers, pens, folder / "pens.png")
        names.append("pens.png")
    return [folder / name for name in names]


def _reliability(classifier: Classifier, sets: list[JudgedSet], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    for judged in sets:
        sure, right = _sure_and_right(classifier, judged.digits)
        place = np.minimum((sure * 15).astype(int), 14)
        seen = [number for number in range(15) if np.count_nonzero(place == number) >= 5]
        said = [float(sure[place == number].mean()) for number in seen]
        was = [float(right[place == number].mean()) for number in seen]
        axes.plot(said, was, marker="o", markersize=3, label=judged.title)
    axes.set(xlabel="confidence said", ylabel="share right (bins of at least 5)", xlim=(0, 1), ylim=(0, 1))
    _save(figure, axes, path)


def _coverage(classifier: Classifier, sets: list[JudgedSet], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(6, 4))
    for judged in sets:
        sure, right = _sure_and_right(classifier, judged.digits)
        wrong = np.cumsum(~right[np.argsort(-sure, kind="stable")])
        count = np.arange(1, len(sure) + 1)
        axes.plot(count / len(sure), 100 * wrong / count, label=judged.title)
    axes.set(xlabel="share of digits accepted, surest first", ylabel="% of them wrong", xlim=(0.5, 1))
    _save(figure, axes, path)


def _confusion(classifier: Classifier, sets: list[JudgedSet], path: Path) -> None:
    """Only the mistakes, of all sets together: the diagonal would outshine them."""
    counts = np.zeros((10, 10), int)
    for judged in sets:
        np.add.at(counts, (judged.digits.labels, evaluate.read(classifier, judged.digits)[1]), 1)
    np.fill_diagonal(counts, 0)
    figure, axes = plt.subplots(figsize=(5, 5))
    axes.imshow(counts, cmap="Oranges")
    for truth, found in zip(*np.nonzero(counts), strict=True):
        axes.text(found, truth, str(counts[truth, found]), ha="center", va="center", fontsize=8)
    axes.set(xticks=range(10), yticks=range(10), xlabel="read as", ylabel="is", title="mistakes, all sets")
    figure.savefig(path, dpi=100, bbox_inches="tight")
    plt.close(figure)


def mistakes(classifier: Classifier, sets: list[JudgedSet], most: int = 60) -> Image.Image:
    """A sheet of the glyphs that were read wrongly with the most confidence: "truth as reading, confidence"."""
    found: list[tuple[float, str, NDArray[np.uint8]]] = []
    for judged in sets:
        sure, read = evaluate.read(classifier, judged.digits)
        for place in np.flatnonzero(read != judged.digits.labels):
            told = f"{judged.digits.labels[place]} as {read[place]} {sure[place]:.2f}"
            found.append((float(sure[place]), told, judged.digits.glyphs[place]))
    found.sort(key=lambda one: -one[0])
    columns = 10
    sheet = Image.new("L", (columns * TILE, math.ceil(max(1, min(most, len(found))) / columns) * (TILE + 16)), 255)
    pencil, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    for number, (_, told, glyph) in enumerate(found[:most]):
        x, y = number % columns * TILE, number // columns * (TILE + 16)
        sheet.paste(Image.fromarray(255 - glyph).resize((SIDE * 3, SIDE * 3), Image.Resampling.NEAREST), (x, y))
        pencil.text((x + 6, y + TILE), told, fill=0, font=font)
    return sheet


def _withstood(classifiers: list[Classifier], samples: list[Sample], path: Path) -> None:
    """Accuracy of people's pen digits drawn with every width of pen, and turned by every angle."""
    figure, (by_pen, by_angle) = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
    widths = [_drawn(samples, width, 0) for width in PENS]
    turned = [_drawn(samples, 0.1, angle) for angle in ANGLES]
    for classifier in classifiers:
        by_pen.plot(PENS, [_accuracy(classifier, one) for one in widths], marker="o", label=classifier.card.name)
        by_angle.plot(ANGLES, [_accuracy(classifier, one) for one in turned], marker="o", label=classifier.card.name)
    by_pen.set(xlabel="stroke width / digit size", ylabel="% right, held-out pen writers", xscale="log")
    by_angle.set(xlabel="turned by degrees")
    by_pen.grid(alpha=0.3)
    _save(figure, by_angle, path)


def _drawn(samples: list[Sample], width: float, angle: float) -> Digits:
    turn = np.deg2rad(angle)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    glyphs = [
        normalize(augment.pen([np.array(stroke) @ matrix.T for stroke in sample.drawn or ()], width))
        for sample in samples
    ]
    return Digits(np.stack(glyphs), np.array([sample.label for sample in samples], np.uint8), drawn=True)


def _accuracy(classifier: Classifier, digits: Digits) -> float:
    return 100 * float(evaluate.rightly_read(classifier, digits).mean())


def _sure_and_right(classifier: Classifier, digits: Digits) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    sure, read = evaluate.read(classifier, digits)
    return sure, read == digits.labels


def _save(figure: Figure, axes: Axes, path: Path) -> None:
    axes.legend(fontsize=8)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=100, bbox_inches="tight")
    plt.close(figure)
