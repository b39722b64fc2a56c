"""TIFFs of several pages and PDFs of scans become pictures, page by page; a bad page is said and stops nothing."""

import io

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from ml import documents
from ml.pictures import PictureRejected
from ml.reader import Reader

MAX = 4_000_000


def page(x: int = 300) -> Image.Image:
    """A 7 in ink on a sheet of paper."""
    image = Image.new("L", (600, 800), 255)
    ImageDraw.Draw(image).line([(x, 200), (x + 120, 200), (x + 50, 420)], fill=20, width=18, joint="curve")
    return image


def document(kind: str, *pages: Image.Image) -> io.BytesIO:
    file = io.BytesIO()
    pages[0].save(file, kind, save_all=True, append_images=list(pages[1:]))
    file.seek(0)
    return file


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_every_page_is_a_picture_that_is_read(kind: str) -> None:
    found = list(documents.pages(document(kind, page(), page(100), page(200)), 0, MAX))
    reader = Reader.load()
    assert [reader.read(one).number for one in found if isinstance(one, bytes)] == ["7", "7", "7"]


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
def test_it_begins_at_any_page(kind: str) -> None:
    file = document(kind, page(), page(100), page(200))
    whole = list(documents.pages(file, 0, MAX))
    assert list(documents.pages(file, 2, MAX)) == whole[2:]


def test_a_tiff_of_one_page_is_a_picture_and_a_pdf_never_is() -> None:
    assert not documents.has_pages(document("TIFF", page()))
    assert documents.has_pages(document("TIFF", page(), page()))
    assert documents.has_pages(document("PDF", page()))
    assert not documents.has_pages(document("PNG", page()))
    assert not documents.has_pages(io.BytesIO(b""))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "F"])
def test_tiffs_of_every_mode(mode: str) -> None:
    sheet = Image.new(mode, (40, 50))
    [first, second] = documents.pages(document("TIFF", sheet, sheet), 0, MAX)
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)


def test_a_page_that_is_too_large_stops_no_other() -> None:
    [large, small] = documents.pages(document("TIFF", page(), page().resize((60, 80))), 0, 10_000)
    assert isinstance(large, PictureRejected)
    assert large.code == "too_many_pixels"
    assert isinstance(small, bytes)


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</Filter/Standard/V 1/R 2/P -4"
    b"/O(" + b"A" * 32 + b")/U(" + b"A" * 32 + b")>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[(a)(a)]/Size 5>>\nstartxref\n0\n%%EOF"
)


@pytest.mark.parametrize(("data", "code"), [(LOCKED, "encrypted"), (LOCKED[:100], "damaged")])
def test_a_pdf_with_a_password_is_told_apart_from_a_damaged_one(data: bytes, code: str) -> None:
    with pytest.raises(PictureRejected) as rejected:
        list(documents.pages(io.BytesIO(data), 0, MAX))
    assert rejected.value.code == code


def test_huge_paper_is_rendered_no_larger_than_a_picture_is_read() -> None:
    pdf = pypdfium2.PdfDocument.new()
    pdf.new_page(14_000, 10)
    file = io.BytesIO()
    pdf.save(file)
    [found] = documents.pages(file, 0, MAX)
    assert isinstance(found, bytes)
    assert max(Image.open(io.BytesIO(found)).size) <= 1601


@pytest.mark.parametrize("kind", ["TIFF", "PDF"])
@pytest.mark.parametrize("keep", [30, 300, 3000])
def test_a_document_that_ends_early_is_pages_or_words(kind: str, keep: int) -> None:
    data = document(kind, page(), page()).getvalue()[:keep]
    assert all(isinstance(one, bytes | PictureRejected) for one in pages_or_problem(data))


def pages_or_problem(data: bytes) -> list[bytes | PictureRejected]:
    try:
        return list(documents.pages(io.BytesIO(data), 0, MAX))
    except PictureRejected as rejected:
        return [rejected]
