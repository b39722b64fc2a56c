"""`GET /api/v1/predictions`: the history's filters and pages, as JSON."""

from datetime import tzinfo
from typing import Any

from django import forms
from django.http import QueryDict
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from recognition.api import known
from recognition.api.documents import prediction_document
from recognition.filters import HistoryFilter, zone_of
from recognition.owners import Owner
from recognition.paging import page
from recognition.selectors import predictions_of

PAGE_SIZE, LARGEST_PAGE = 50, 200


class ListFilter(HistoryFilter):
    """As the page's, but a time zone that does not exist is refused: nobody sees by which days was filtered."""

    limit = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_PAGE,
        help_text=f"How many on a page, at most {LARGEST_PAGE}; {PAGE_SIZE} where nothing is said.",
    )

    def clean_timezone(self) -> tzinfo:
        zone = zone_of(self.cleaned_data["timezone"])
        if zone is None:
            raise forms.ValidationError("This must be a time zone such as Europe/Berlin.")
        return zone


def page_document(owner: Owner, query: QueryDict, path: str) -> dict[str, Any]:
    """What serializers.PredictionPageSerializer describes. Raises Refused or ValidationError for nonsense."""
    known.parameters(query, ListFilter.base_fields)
    wanted = ListFilter(query)
    rows = wanted.narrow(predictions_of(owner)).defer("glyphs", "preview", "strokes").prefetch_related("reviews")
    if wanted.errors:
        raise ValidationError({name: [str(error) for error in errors] for name, errors in wanted.errors.items()})
    asked = wanted.cleaned_data
    shown = page(rows, asked["limit"] or PAGE_SIZE, asked["before"], asked["after"])
    return {
        "results": [prediction_document(row, with_key=False) for row in shown.rows],
        "next": f"{path}?{_next(query, str(shown.older))}" if shown.older else None,
    }


def _next(query: QueryDict, before: str) -> str:
    following = query.copy()
    following.pop("after", None)
    following["before"] = before
    return following.urlencode()


def _parameter(name: str, field: forms.Field) -> OpenApiParameter:
    """A filter's field in the OpenAPI document."""
    types = {
        forms.FloatField: OpenApiTypes.FLOAT,
        forms.DateField: OpenApiTypes.DATE,
        forms.IntegerField: OpenApiTypes.INT,
    }
    choices = [value for value, _ in getattr(field, "choices", ()) if value]
    return OpenApiParameter(
        name, types.get(type(field), OpenApiTypes.STR), description=str(field.help_text), enum=choices or None
    )


PARAMETERS = [_parameter(name, field) for name, field in ListFilter.base_fields.items()]
