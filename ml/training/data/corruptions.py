"""Fifteen corruptions of MNIST's digits, after N. Mu, J. Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision"
(2019): the same kinds and about the same strengths, made by our own code. They judge and never train.

Each maps (digit (28, 28) float64 in [0, 1], ink high; rng) to a picture of the same shape and range.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float64]
Rng = np.random.Generator
SIDE = 28
MIDDLE = (SIDE - 1) / 2


def shot_noise(x: Picture, rng: Rng) -> Picture:
    """Few photons: Poisson noise where there is ink."""
    return np.asarray(rng.poisson(x * 5) / 5.0)


def impulse_noise(x: Picture, rng: Rng) -> Picture:
    """A sixth of the pixels are black or white."""
    noise = rng.random(x.shape)
    return np.where(noise < 0.085, 0.0, np.where(noise > 0.915, 1.0, x))


def glass_blur(x: Picture, rng: Rng) -> Picture:
    """Blurred, neighbouring pixels exchanged, blurred again."""
    x = _blurred(x, 0.7)
    for _ in range(2):
        for row in range(SIDE - 2, 0, -1):
            for column in range(SIDE - 2, 0, -1):
                dy, dx = rng.integers(-1, 2, 2)
                here, there = (row, column), (row + dy, column + dx)
                x[here], x[there] = x[there], x[here]
    return _blurred(x, 0.7)


def motion_blur(x: Picture, rng: Rng) -> Picture:
    """Drawn out along a line of about seven pixels, in a direction up to 45 degrees from level."""
    angle = rng.uniform(-np.pi / 4, np.pi / 4)
    weights = np.exp(-(np.arange(10) ** 2) / (2 * 3.0**2))
    moved = [_warped(x, shift=(-step * np.cos(angle), -step * np.sin(angle))) for step in range(10)]
    return np.asarray(sum(w * m for w, m in zip(weights / weights.sum(), moved, strict=True)))


def shear(x: Picture, rng: Rng) -> Picture:
    return _warped(x, np.array([[1.0, rng.choice([-1, 1]) * 0.5], [0.0, 1.0]]))


def scale(x: Picture, rng: Rng) -> Picture:
    """Shrunk to two thirds."""
    return _warped(x, np.eye(2) / 0.65)


def rotate(x: Picture, rng: Rng) -> Picture:
    """Turned by up to 30 degrees, and no less than 20."""
    angle = rng.choice([-1, 1]) * np.deg2rad(rng.uniform(20, 30))
    return _warped(x, np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]))


def brightness(x: Picture, rng: Rng) -> Picture:
    """All of it lighter by half: paper becomes grey and thick ink no brighter."""
    return x + 0.5


def translate(x: Picture, rng: Rng) -> Picture:
    """Moved by four or five pixels either way; ink that leaves the picture is lost."""
    return _warped(x, shift=tuple(rng.choice([-1, 1], 2) * rng.uniform(4, 5, 2)))


def stripe(x: Picture, rng: Rng) -> Picture:
    """The outer thirds inverted, the middle as it was."""
    return np.where((np.arange(SIDE) < 7) | (np.arange(SIDE) >= 21), 1 - x, x)


def fog(x: Picture, rng: Rng) -> Picture:
    """Cloudy noise of several scales over it, and less contrast."""
    cloud = np.zeros((32, 32))
    for level in range(1, 6):
        cells = 2**level
        layer = np.asarray(cv2.resize(rng.random((cells, cells)), (32, 32), interpolation=cv2.INTER_CUBIC), np.float64)
        cloud += layer / 1.7**level
    cloud = (cloud - cloud.min()) / np.ptp(cloud)
    return np.asarray((x + 1.5 * cloud[:SIDE, :SIDE]) / 2.2)


def spatter(x: Picture, rng: Rng) -> Picture:
    """Drops of ink-bright liquid."""
    drops = _blurred(rng.normal(0.65, 0.3, x.shape), 1.0)
    wet = np.where(drops > np.quantile(drops, 0.93), 1.0, 0.0)
    return x + 0.6 * _blurred(wet, 0.5)


def dotted_line(x: Picture, rng: Rng) -> Picture:
    """A straight row of dots across the picture."""
    angle, place = rng.uniform(0, np.pi), rng.uniform(-7, 7)
    along = np.arange(-20.0, 20.0, 3.0)
    points = MIDDLE + np.stack(
        [along * np.cos(angle) - place * np.sin(angle), along * np.sin(angle) + place * np.cos(angle)], 1
    )
    lined = x.copy()
    for column, row in points.round().astype(int):
        if 0 <= row < SIDE and 0 <= column < SIDE:
            lined[row, column] = 1.0
    return lined


def zigzag(x: Picture, rng: Rng) -> Picture:
    """A thin zigzag line across the picture."""
    angle, place = rng.uniform(0, np.pi), rng.uniform(-7, 7)
    along = np.linspace(-20, 20, 14)
    across = place + np.where(np.arange(14) % 2, 2.0, -2.0)
    xs = MIDDLE + along * np.cos(angle) - across * np.sin(angle)
    ys = MIDDLE + along * np.sin(angle) + across * np.cos(angle)
    lined = np.ascontiguousarray((x * 255).astype(np.uint8))
    cv2.polylines(lined, [np.stack([xs, ys], 1).round().astype(np.int32)], isClosed=False, color=255, thickness=1)
    return np.asarray(lined / 255.0)


def canny_edges(x: Picture, rng: Rng) -> Picture:
    """Only the outline of the strokes (J. Canny, 1986)."""
    return np.asarray(cv2.Canny((x * 255).astype(np.uint8), 100, 200) / 255.0)


CORRUPTIONS: dict[str, Callable[[Picture, Rng], Picture]] = {
    made.__name__: made
    for made in (
        shot_noise, impulse_noise, glass_blur, motion_blur, shear, scale, rotate, brightness, translate, stripe, fog,
        spatter, dotted_line, zigzag, canny_edges,
    )
}  # fmt: skip


def corrupted(pictures: NDArray[np.uint8], name: str, seed: int = 0) -> NDArray[np.uint8]:
    """MNIST's pictures (n, 28, 28) uint8 with the corruption `name`; the same for the same seed."""
    rng = np.random.default_rng([seed, list(CORRUPTIONS).index(name)])
    made = [CORRUPTIONS[name](picture / 255.0, rng) for picture in pictures]
    return np.stack([(np.clip(one, 0, 1) * 255 + 0.5).astype(np.uint8) for one in made])


def _blurred(x: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(x, (0, 0), sigma), np.float64)


def _warped(x: Picture, matrix: NDArray[np.float64] | None = None, shift: tuple[float, ...] = (0.0, 0.0)) -> Picture:
    """Looked up at `matrix` times the place relative to the middle, plus `shift` (x, y); paper beyond the edge."""
    turn = np.eye(2) if matrix is None else matrix
    offset = np.array([MIDDLE, MIDDLE]) - turn @ np.array([MIDDLE, MIDDLE]) + np.array(shift)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(x, np.column_stack([turn, offset]), (SIDE, SIDE), flags=flags), np.float64)
