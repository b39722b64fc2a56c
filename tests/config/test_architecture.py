"""The map of docs/architecture.md names every module and no other, and no link of a page leads nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
MAP = (DOCS / "architecture.md").read_text()
PAGES = [*sorted(DOCS.glob("*.md")), *(ROOT / name for name in ("README.md", "CHANGELOG.md", "ml/EXPERIMENTS.md"))]
PACKAGES = [
    "workers",
    "recognition",
    *(f"recognition.{name}" for name in ("admin", "batches", "dashboard", "display", "processes", "review")),
    "ml",
    *(f"ml.{name}" for name in ("doubt", "ink", "layout", "numbers", "training")),
    *(f"ml.training.{name}" for name in ("data", "glyphs", "judging", "learning", "numbers", "synthetic")),
]


def named(package: str) -> set[str]:
    """The modules in the table whose heading says that they are the package's."""
    table = re.search(rf"modules of `{re.escape(package)}` \|\n\|.*\n((?:\|.*\n)+)", MAP)
    assert table
    cells = [row.split("|")[2] for row in table[1].splitlines()]
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_names_every_module_and_no_other(package: str) -> None:
    folder = ROOT / package.replace(".", "/")
    modules = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("__")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")} - {"migrations", "training"}
    assert named(package) == modules | packages


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!http)([^)]+)\)", page.read_text())
    for path, _, anchor in (link.partition("#") for link in links):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        if anchor:
            assert anchor in anchors(target.read_text()), anchor


def anchors(text: str) -> set[str]:
    """Of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
