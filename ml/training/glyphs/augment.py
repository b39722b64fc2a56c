"""What people, pens and paper do to a digit, done to strokes and to ink before they are normalised.

The network is shown what serving would show it: everything here ends in `ml.normalize.normalize`. None of the
corruptions of MNIST-C is made as such. Elastic distortion: P. Simard, D. Steinkraus, J. Platt, "Best practices for
convolutional neural networks applied to visual document analysis" (2003).
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from ml import strokes
from ml.normalize import SIDE as GLYPH
from ml.normalize import crop_box

cv2.setNumThreads(1)  # the pool has processes of its own

Ink = NDArray[np.uint8]
Path = NDArray[np.float64]  # (n, 2), x and y
Rng = np.random.Generator

SIDE = 56  # pixels of a digit's longer side while it is ink: twice a glyph's
ROOM = 18  # of paper around it


def warp_paths(paths: list[Path], rng: Rng, strength: float = 1.0, turn: float | None = None) -> list[Path]:
    """Strokes in any unit to strokes about 1 unit large: turned, sheared, stretched (by `turn`, where that is another
    strength), shaken, hooked, points lost."""
    points = np.concatenate(paths)
    low, span = points.min(0), max(1e-9, float(np.ptp(points, axis=0).max()))
    matrix = _affine(rng, strength if turn is None else turn)
    waves = [(rng.uniform(-9, 9, 2), rng.uniform(0, 6.3), rng.normal(0, 0.018 * strength, 2)) for _ in range(3)]
    warped = []
    for path in paths:
        unit = (path - low) / span - 0.5
        moved = unit @ matrix.T + rng.normal(0, 0.012 * strength, 2)
        for frequency, phase, amplitude in waves:
            moved = moved + np.sin(unit @ frequency + phase)[:, None] * amplitude
        moved = moved + rng.normal(0, 0.004 * strength, moved.shape)
        warped.append(_pen_slips(moved, rng))
    return warped


def _pen_slips(path: Path, rng: Rng) -> Path:
    """Fewer points as a slow tablet gives, a tail lost as the pen lifts, a hook where it lands."""
    if len(path) > 8 and rng.random() < 0.25:
        kept = np.r_[0, 1 + np.flatnonzero(rng.random(len(path) - 2) < rng.uniform(0.4, 0.9)), len(path) - 1]
        path = path[kept]
    if len(path) > 12 and rng.random() < 0.1:
        lost = int(len(path) * rng.uniform(0, 0.08)) + 1
        path = path[lost:] if rng.random() < 0.5 else path[:-lost]
    if rng.random() < 0.12:
        hook = rng.normal(0, 0.05, 2)
        path = np.vstack([path[:1] + hook, path]) if rng.random() < 0.5 else np.vstack([path, path[-1:] + hook])
    return path


def _affine(rng: Rng, strength: float) -> NDArray[np.float64]:
    angle = np.deg2rad(np.clip(rng.normal(0, 7), -16, 16)) * strength
    shear, stretch = rng.normal(0, 0.14) * strength, np.exp(rng.normal(0, 0.12) * strength)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix: NDArray[np.float64] = turn @ np.array([[stretch, shear], [0.0, 1.0]])
    return matrix


def draw(paths: list[Path], rng: Rng) -> Ink:
    """Strokes as serving draws them, or as a picture of them shows them: a pen 0.02 to 0.2 of the digit wide."""
    if rng.random() < 0.4:
        return strokes.render(tuple(tuple((float(x), float(y)) for x, y in path) for path in paths))
    return pen(paths, float(np.exp(rng.uniform(np.log(0.02), np.log(0.2)))))


def pen(paths: list[Path], width: float) -> Ink:
    """Strokes as ink (height, width) uint8, by a round pen of `width` of the digit's size; about 100 pixels large."""
    points = np.concatenate(paths)
    low, span = points.min(0), max(1e-9, float(np.ptp(points, axis=0).max()))
    side = 100
    thick = max(1, round(side * width))
    size = np.ceil((points.max(0) - low) / span * side).astype(int) + 2 * thick + 4
    sheet = np.zeros((size[1], size[0]), np.uint8)
    for path in paths:
        at = np.round(((path - low) / span * side + thick + 2) * 8).astype(np.int32)
        if len(at) == 1:
            cv2.circle(sheet, (int(at[0, 0]), int(at[0, 1])), thick * 4, 255, -1, cv2.LINE_AA, 3)
        cv2.polylines(sheet, [at], isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA, shift=3)
    return sheet


def enlarged(ink: Ink) -> Ink:
    """The ink's box at SIDE pixels, with ROOM around it, edges grey."""
    top, bottom, left, right = crop_box(ink)
    if bottom == top:
        return np.zeros((SIDE + 2 * ROOM,) * 2, np.uint8)
    digit = ink[top:bottom, left:right]
    scale = SIDE / max(digit.shape)
    size = max(1, round(digit.shape[1] * scale)), max(1, round(digit.shape[0] * scale))
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.pad(cv2.resize(digit, size, interpolation=way), ROOM)


def warp_ink(ink: Ink, rng: Rng, strength: float = 1.0) -> Ink:
    """Enlarged ink turned, sheared, stretched and elastically bent; same shape."""
    height, width = ink.shape
    middle = np.array([width, height]) / 2
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    matrix = _affine(rng, strength)
    bend = rng.normal(0, 0.022 * strength * SIDE, (2, 5, 5)).astype(np.float32)
    dx, dy = (cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC) for field in bend)
    x = matrix[0, 0] * (xs - middle[0]) + matrix[0, 1] * (ys - middle[1]) + middle[0] + dx
    y = matrix[1, 0] * (xs - middle[0]) + matrix[1, 1] * (ys - middle[1]) + middle[1] + dy
    return np.asarray(cv2.remap(ink, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR), np.uint8)


def thickness(ink: Ink, rng: Rng, most: float = 3.0) -> Ink:
    """A thinner or thicker pen: up to `most` pixels on either side, unless nothing would be left."""
    by = rng.uniform(-0.7 * most, most)
    size = 2 * int(abs(by)) + 1
    if size > 1:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
        changed = np.asarray(cv2.dilate(ink, kernel) if by > 0 else cv2.erode(ink, kernel), np.uint8)
        if changed.astype(np.int64).sum() > 0.3 * ink.astype(np.int64).sum():
            return changed
    return ink


def spoil(ink: Ink, rng: Rng) -> Ink:
    """What paper, boxes, cutting and cameras do to enlarged ink: usually nothing, seldom more than one of them."""
    for chance, damage in DAMAGES:
        if rng.random() < chance:
            ink = damage(ink, rng)
    return ink


def _breaks(ink: Ink, rng: Rng) -> Ink:
    broken = ink.copy()
    for _ in range(int(rng.integers(1, 4))):
        a, b = (rng.uniform(ROOM, ROOM + SIDE, 2).astype(int).tolist() for _ in range(2))
        cv2.line(broken, a, b, 0, int(rng.integers(1, 4)))
    return broken


def _box_lines(ink: Ink, rng: Rng) -> Ink:
    """What is left of a form's cell: a line, straight or in pieces, along one or two sides."""
    top, bottom, left, right = crop_box(ink)
    lined = ink.copy()
    for side in rng.choice(4, int(rng.integers(1, 3)), replace=False):
        gap, thick = int(rng.integers(-4, 12)), int(rng.integers(1, 4))
        tilt = int(rng.integers(-2, 3))
        start, stop = sorted(rng.uniform(-0.1, 1.1, 2))
        if stop - start < 0.3:
            start, stop = 0.0, 1.0
        if side < 2:
            y = (top - gap) if side == 0 else (bottom + gap)
            ends = (int(left + start * (right - left)), y), (int(left + stop * (right - left)), y + tilt)
        else:
            x = (left - gap) if side == 2 else (right + gap)
            ends = (x, int(top + start * (bottom - top))), (x + tilt, int(top + stop * (bottom - top)))
        cv2.line(lined, *ends, 255, thick, cv2.LINE_AA)
    return lined


def _clip(ink: Ink, rng: Rng) -> Ink:
    top, bottom, left, right = crop_box(ink)
    clipped = ink.copy()
    share = rng.uniform(0.02, 0.12)
    match int(rng.integers(4)):
        case 0:
            clipped[: top + int(share * (bottom - top))] = 0
        case 1:
            clipped[bottom - int(share * (bottom - top)) :] = 0
        case 2:
            clipped[:, : left + int(share * (right - left))] = 0
        case _:
            clipped[:, right - int(share * (right - left)) :] = 0
    return clipped


def _specks(ink: Ink, rng: Rng) -> Ink:
    specked = ink.copy()
    for _ in range(int(rng.integers(1, 4))):
        x, y = rng.uniform(ROOM - 6, ROOM + SIDE + 6, 2).astype(int).tolist()
        cv2.circle(specked, (x, y), int(rng.integers(1, 3)), 255, -1)
    return specked


def _blur(ink: Ink, rng: Rng) -> Ink:
    return _stretched(np.asarray(cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.8, 4.0)), np.uint8))


def _coarse(ink: Ink, rng: Rng) -> Ink:
    """Shrunk to a picture of few pixels, by areas or by leaving pixels out."""
    scale = rng.uniform(14, 40) / SIDE
    way = cv2.INTER_AREA if rng.random() < 0.7 else cv2.INTER_NEAREST
    return _stretched(np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=way), np.uint8))


def _jpeg(ink: Ink, rng: Rng) -> Ink:
    _, data = cv2.imencode(".jpg", ink, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(8, 50))])
    return _stretched(np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8))


def _pale(ink: Ink, rng: Rng) -> Ink:
    """Ink of uneven strength: pencil, a dry ballpoint, a bad scan."""
    small = (max(2, ink.shape[0] // 3), max(2, ink.shape[1] // 3))
    grain = cv2.resize(rng.uniform(0.2, 1.6, small).astype(np.float32), ink.shape[::-1])
    return _stretched(np.clip(ink * np.clip(grain, 0, 1), 0, 255).astype(np.uint8))


def _hard(ink: Ink, rng: Rng) -> Ink:
    """One threshold, as of a fax or a bilevel scan."""
    return np.where(ink > rng.uniform(50, 200), 255, 0).astype(np.uint8)


def _stretched(ink: Ink) -> Ink:
    """The faintest quarter dropped and the rest stretched to full ink, as `find_ink` does."""
    peak = max(1.0, float(ink.max()))
    return np.where(ink > 0.2 * peak, ink * (255.0 / peak), 0).astype(np.uint8)


DAMAGES = (
    (0.05, _breaks),
    (0.05, _clip),
    (0.06, _box_lines),
    (0.04, _specks),
    (0.08, _pale),
    (0.10, _hard),
    (0.10, _blur),
    (0.05, _jpeg),
    (0.15, _coarse),
)


def moved(glyphs: Ink, share: float, rng: Rng) -> Ink:
    """About `share` of the glyphs (n, 28, 28) turned, sheared, stretched and shifted by half a pixel or so: cheap
    enough to do anew each time that a glyph is shown."""
    changed = glyphs.copy()
    matrices = _movements(len(glyphs), rng)
    for place in np.flatnonzero(rng.random(len(glyphs)) < share):
        changed[place] = cv2.warpAffine(glyphs[place], matrices[place], (GLYPH, GLYPH), flags=cv2.INTER_CUBIC)
    return changed


def _movements(count: int, rng: Rng) -> NDArray[np.float64]:
    """(count, 2, 3): each leaves the middle of the glyph where it is, but for the shift."""
    angle, shear = np.deg2rad(rng.normal(0, 5, count)), rng.normal(0, 0.07, count)
    wide, high = np.exp(rng.normal(0, 0.05, (2, count)))
    matrices = np.empty((count, 2, 3))
    matrices[:, 0, 0], matrices[:, 0, 1] = np.cos(angle) * wide, shear - np.sin(angle)
    matrices[:, 1, 0], matrices[:, 1, 1] = np.sin(angle), np.cos(angle) * high
    middle = np.full(2, GLYPH / 2)
    matrices[:, :, 2] = middle - matrices[:, :, :2] @ middle + rng.normal(0, 0.5, (count, 2))
    return matrices
