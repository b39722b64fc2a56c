"""Documents of several pages, TIFF and PDF, to pictures: one page at a time, so that memory does not grow."""

import io
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
from PIL import Image

from ml.pictures import READING_SIDE, PictureRejected

PDF = b"%PDF-"
TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
Page = bytes | PictureRejected
PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
BROKEN = "The page is damaged and cannot be shown. Save the document again."


def is_document(start: bytes) -> bool:
    """By the first bytes. A TIFF may yet be one picture."""
    return start[:5] == PDF or start[:4] in TIFF


def has_pages(file: BinaryIO) -> bool:
    """Whether it is a PDF, or a TIFF of more than one page. Every other file is one picture, or none."""
    file.seek(0)
    start = file.read(5)
    if not is_document(start) or start == PDF:
        return start == PDF
    file.seek(0)
    try:
        with Image.open(file, formats=["TIFF"]) as document:
            document.seek(1)
    except Exception:  # noqa: BLE001 - decoders fed garbage raise whatever they like
        return False
    return True


def pages(file: BinaryIO, first: int, max_pixels: int) -> Iterator[Page]:
    """The pages from `first`, counted from 0, each as a PNG or as what is wrong with it. Raises PictureRejected for a
    document that cannot be opened."""
    file.seek(0)
    kind = file.read(5)
    file.seek(0)
    return _pdf(file, first) if kind == PDF else _tiff(file, first, max_pixels)


def _tiff(file: BinaryIO, first: int, max_pixels: int) -> Iterator[Page]:
    try:
        document = Image.open(file, formats=["TIFF"])
    except Exception as error:  # decoders fed garbage raise whatever they like
        raise PictureRejected("damaged", "The TIFF is damaged and cannot be decoded. Save it again.") from error
    number = first
    with document:
        while True:
            try:
                document.seek(number)
            except EOFError:
                return
            except Exception:  # noqa: BLE001 - there is no way to the pages behind it
                yield PictureRejected("damaged", BROKEN)
                return
            yield _frame(document, max_pixels)
            number += 1


def _frame(frame: Image.Image, max_pixels: int) -> Page:
    if frame.width * frame.height > max_pixels:
        return PictureRejected("too_many_pixels", f"The page has more than {max_pixels:,} pixels. Scan it smaller.")
    try:
        return _png(frame if frame.mode in PNG_MODES else frame.convert("RGB"))
    except Exception:  # noqa: BLE001 - as above
        return PictureRejected("damaged", BROKEN)


def _pdf(file: BinaryIO, first: int) -> Iterator[Page]:
    try:
        document = pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "assword" in str(error) else "damaged"
        what = "is encrypted: save it without a password" if code == "encrypted" else "is damaged: save it again"
        raise PictureRejected(code, f"The PDF {what}.") from error
    try:
        for number in range(first, len(document)):
            yield _rendered(document, number)
    finally:
        document.close()


def _rendered(document: pypdfium2.PdfDocument, number: int) -> Page:
    """As large as a picture is read, whatever the paper."""
    try:
        page = document[number]
        scale = READING_SIDE / max(*page.get_size(), 1.0)
        image = page.render(scale=scale, grayscale=False).to_pil()
        page.close()
        return _png(image)
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return PictureRejected("damaged", BROKEN)


def _png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()
