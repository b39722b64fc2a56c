"""A picture or drawing, small: what a list can show of it."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ml.pictures import BROWSER_FORMATS
from recognition.display.drawings import svg
from recognition.models import Prediction


def shows(row: Prediction) -> bool:
    """Whether a browser can show its picture. A list leaves the preview in the database: what has been read has one
    where its own file would not show. What failed is mostly no whole picture."""
    waits = row.status != Prediction.Status.FAILED and row.picture_format in BROWSER_FORMATS
    return bool(row.picture) and (row.has_reading or waits)


def thumbnail(row: Prediction) -> SafeString | str:
    """For the admin."""
    if row.strokes is not None:
        return svg(row.strokes)
    if not shows(row):
        return "–"
    url = reverse("admin:recognition_picture", args=[row.pk])
    return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', url, row.source)
