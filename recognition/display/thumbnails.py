"""A picture or drawing, small, for the admin's lists."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recognition.display.drawings import svg
from recognition.models import Prediction


def thumbnail(row: Prediction) -> SafeString | str:
    if row.strokes is not None:
        return svg(row.strokes)
    if not row.picture:
        return "–"
    url = reverse("admin:recognition_picture", args=[row.pk])
    return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', url, row.source)
