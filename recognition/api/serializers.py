"""What goes over the wire, described for the OpenAPI document; documents.py writes it."""

from typing import Any

from rest_framework import serializers

from recognition.models import Prediction


class BoxSerializer(serializers.Serializer[Any]):
    """Pixels of the upright picture."""

    x = serializers.IntegerField()
    y = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class DigitSerializer(serializers.Serializer[Any]):
    value = serializers.IntegerField(min_value=0, max_value=9)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    probabilities = serializers.ListField(child=serializers.FloatField(), min_length=10, max_length=10)
    not_digit = serializers.FloatField(min_value=0, max_value=1)
    line = serializers.IntegerField()
    box = BoxSerializer()


class ModelSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    version = serializers.CharField()


class TimingSerializer(serializers.Serializer[Any]):
    read_ms = serializers.FloatField()


class ErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    sentence = serializers.CharField()


class LinksSerializer(serializers.Serializer[Any]):
    self = serializers.CharField()
    picture = serializers.CharField(allow_null=True)
    glyphs = serializers.CharField(allow_null=True)
    page = serializers.CharField()


class PredictionSerializer(serializers.Serializer[Any]):
    """One prediction. The reading's fields are null until `status` is `succeeded`."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=Prediction.Status.choices)
    source = serializers.CharField()  # type: ignore[assignment]  # DRF takes declared fields off the class
    page = serializers.IntegerField(allow_null=True, help_text="Of a TIFF or PDF in a batch.")
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices)
    text = serializers.CharField(allow_null=True)
    number = serializers.CharField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    decision = serializers.ChoiceField(choices=Prediction.Decision.choices, allow_null=True)
    reason = serializers.CharField(allow_null=True)
    digits = DigitSerializer(many=True)
    model = ModelSerializer(allow_null=True)
    timing = TimingSerializer(allow_null=True)
    error = ErrorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    links = LinksSerializer()


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
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, default=Prediction.Mode.AUTO)


class UploadSerializer(serializers.Serializer[Any]):
    image = serializers.FileField()
    mode = serializers.ChoiceField(choices=Prediction.Mode.choices, default=Prediction.Mode.AUTO)


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
