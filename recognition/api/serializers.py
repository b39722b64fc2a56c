"""What goes over the wire, described for the OpenAPI document; documents.py writes it."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from recognition.display.wording import REASONS
from recognition.models import Prediction
from recognition.models.reviews import Review


@extend_schema_field(OpenApiTypes.BINARY)
class SentFile(serializers.FileField):
    """A part of a form; the schema generator takes it for an address."""


MODE = "What it shows; `auto` leaves that to the reader."


class BoxSerializer(serializers.Serializer[Any]):
    """Pixels of the upright picture."""

    x = serializers.IntegerField()
    y = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class DigitSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField(min_value=0, max_value=9)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    probabilities = serializers.ListField(
        child=serializers.FloatField(), min_length=10, max_length=10, help_text="Of 0 to 9, together 1."
    )
    not_digit = serializers.FloatField(min_value=0, max_value=1, help_text="How likely it is none.")
    line = serializers.IntegerField(help_text="From 0, downwards.")
    box = BoxSerializer()


class ModelSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    version = serializers.CharField()


class TimingSerializer(serializers.Serializer[Any]):
    read_ms = serializers.FloatField()


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    sentence = serializers.CharField()


class TrueDigitSerializer(serializers.Serializer[Any]):
    """What one of the digits read really is; `value` is null for what is no digit."""

    value = serializers.IntegerField(min_value=0, max_value=9, allow_null=True)
    line = serializers.IntegerField()
    box = BoxSerializer()


class ReviewSerializer(serializers.Serializer[Any]):
    """What a person said about a reading; the latest counts."""

    verdict = serializers.ChoiceField(choices=Review.Verdict.choices)
    label = serializers.CharField(help_text="The true text; empty where there is none.")  # type: ignore[assignment]
    digits = TrueDigitSerializer(many=True)
    source = serializers.ChoiceField(choices=Review.Source.choices)  # type: ignore[assignment]
    created_at = serializers.DateTimeField()


class JudgementSerializer(serializers.Serializer[Any]):
    """A correction carries the true text as `label`, or a value for each digit that was read."""

    verdict = serializers.ChoiceField(choices=Review.Verdict.choices)
    label = serializers.CharField(required=False)  # type: ignore[assignment]
    digits = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=9, allow_null=True),
        required=False,
        help_text="In reading order; null for what is no digit.",
    )


class LinksSerializer(serializers.Serializer[Any]):
    self = serializers.CharField()
    picture = serializers.CharField(allow_null=True, help_text="As handed in.")
    glyphs = serializers.CharField(allow_null=True, help_text="What the network saw, a PNG.")
    page = serializers.CharField(help_text="For people.")


class PredictionSerializer(serializers.Serializer[Any]):
    """One prediction. The reading's fields are null until `status` is `succeeded`."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Prediction.Status.choices, help_text="All but `queued` are final.")
    source = serializers.CharField(help_text="The file's name.")  # type: ignore[assignment]  # DRF takes declared fields off the class
    page = serializers.IntegerField(allow_null=True, help_text="Of a TIFF or PDF in a batch.")
    channel = serializers.ChoiceField(choices=Prediction.Channel.choices, help_text="Where it was handed in.")
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, help_text="As asked for.")
    threshold = serializers.FloatField(allow_null=True, help_text="As asked for; null: the model's own.")
    text = serializers.CharField(
        allow_null=True, help_text="What was read, also when it is not accepted; a space between groups, lines apart."
    )
    number = serializers.CharField(allow_null=True, help_text="The digits of `text` alone.")
    confidence = serializers.FloatField(
        allow_null=True, help_text="Of all of it, 0 to 1: of the readings that say 0.9, nine in ten are right."
    )
    decision = serializers.ChoiceField(
        choices=Prediction.Decision.choices,
        allow_null=True,
        help_text="Whether to believe it, to check it or to drop it.",
    )
    reason = serializers.ChoiceField(
        choices=list(REASONS.items()), allow_null=True, help_text="Why it is not accepted."
    )
    digits = DigitSerializer(many=True, help_text="In reading order.")
    model = ModelSerializer(allow_null=True)
    timing = TimingSerializer(allow_null=True)
    error = ErrorSerializer(allow_null=True, help_text="Why there is no reading, where `status` is failed.")
    review = ReviewSerializer(allow_null=True, help_text="What a person said about it last.")
    picture_deleted_at = serializers.DateTimeField(
        allow_null=True, help_text="When picture and strokes went; what was read stays."
    )
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField(help_text="How often it was begun; after three it fails.")
    links = LinksSerializer()


class PredictionPageSerializer(serializers.Serializer[Any]):
    """Newest first. `next` is the address of the next page, null on the last one."""

    results = PredictionSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def threshold_field() -> serializers.FloatField:
    return serializers.FloatField(
        required=False,
        min_value=0,
        max_value=1,
        help_text="The confidence below which it is uncertain; else as in the caller's settings, or the model's own.",
    )


class SubmissionSerializer(serializers.Serializer[Any]):
    """One of the two: `strokes`, or `image` as a data URL (as JSON) or a file (as multipart/form-data)."""

    strokes = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
        ),
        required=False,
        help_text="Strokes of [x, y] points, y downwards, any unit.",
    )
    image = serializers.CharField(required=False, help_text="data:image/png;base64,…")
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, default=Prediction.Mode.AUTO, help_text=MODE)
    threshold = threshold_field()


class UploadSerializer(serializers.Serializer[Any]):
    image = SentFile(help_text="PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF.")
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, default=Prediction.Mode.AUTO, help_text=MODE)
    threshold = threshold_field()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField(help_text="A URN with the code.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="For programs; /api/docs has them all.")
    detail = serializers.CharField(help_text="A sentence for people that says what to do.")
