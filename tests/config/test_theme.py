"""Every colour can be read on every ground it stands on, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from itertools import product
from pathlib import Path

import pytest

THEME = (Path(__file__).resolve().parent.parent.parent / "static" / "theme.css").read_text()
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)", THEME)
}
TEXTS = ["text", "muted", "accent", "accent-strong", "ink", "sure", "unsure", "wrong"]
PAIRS = [
    *product(TEXTS, ["desk", "sheet"], [4.5]),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-accent", "wrong", 4.5),
    ("text", "accent-soft", 4.5),
    ("muted", "accent-soft", 4.5),
    ("ink", "marker", 4.5),
    *product(["edge", "accent"], ["desk", "sheet"], [3.0]),  # borders of fields, and the ring around what has the focus
    *product(["bar-best"], ["sheet", "desk"], [3.0]),
]


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_it_can_be_read(front: str, ground: str, least: float, theme: str) -> None:
    assert contrast(COLOURS[front][theme], COLOURS[ground][theme]) >= least
