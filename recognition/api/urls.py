"""REST API, version 1."""

from django.urls import path, re_path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from recognition.api import batches, docs, views
from recognition.batches.actions import VERBS
from recognition.batches.exports import FORMATS

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # re_path knows no converters

urlpatterns = [
    path("v1/predictions", views.Predictions.as_view(), name="api-predictions"),
    path("v1/predictions/<uuid:prediction_id>", views.PredictionDetail.as_view(), name="api-prediction"),
    path("v1/predictions/<uuid:prediction_id>/reviews", views.Reviews.as_view(), name="api-reviews"),
    path("v1/predictions/<uuid:prediction_id>/picture", views.Picture.as_view(), name="api-picture"),
    path("v1/predictions/<uuid:prediction_id>/glyphs", views.Glyphs.as_view(), name="api-glyphs"),
    path("v1/batches", batches.Batches.as_view(), name="api-batches"),
    path("v1/batches/<uuid:batch_id>", batches.BatchDetail.as_view(), name="api-batch"),
    path("v1/batches/<uuid:batch_id>/items", batches.BatchItems.as_view(), name="api-batch-items"),
    re_path(
        rf"^v1/batches/(?P<batch_id>{ID})/(?P<verb>{'|'.join(VERBS)})$",
        batches.BatchAction.as_view(),
        name="api-batch-action",
    ),
    re_path(
        rf"^v1/batches/(?P<batch_id>{ID})/export\.(?P<kind>{'|'.join(FORMATS)})$",
        batches.BatchExport.as_view(),
        name="api-batch-export",
    ),
    path("schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs", docs.docs, name="api-docs"),
    path("docs/", RedirectView.as_view(pattern_name="api-docs")),
    path("", RedirectView.as_view(pattern_name="api-docs")),
    path("<path:anything>", views.Nowhere.as_view()),
]
