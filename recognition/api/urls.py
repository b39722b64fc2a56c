"""REST API, version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from recognition.api import docs, views

urlpatterns = [
    path("v1/predictions", views.Predictions.as_view(), name="api-predictions"),
    path("v1/predictions/<uuid:prediction_id>", views.PredictionDetail.as_view(), name="api-prediction"),
    path("v1/predictions/<uuid:prediction_id>/reviews", views.Reviews.as_view(), name="api-reviews"),
    path("v1/predictions/<uuid:prediction_id>/picture", views.Picture.as_view(), name="api-picture"),
    path("v1/predictions/<uuid:prediction_id>/glyphs", views.Glyphs.as_view(), name="api-glyphs"),
    path("schema", SpectacularAPIView.as_view(), name="api-schema"),
    path("docs", docs.docs, name="api-docs"),
    path("<path:anything>", views.Nowhere.as_view()),
]
