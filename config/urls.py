"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from recognition import health, metrics

admin.site.site_header = admin.site.site_title = "Digits"
admin.site.index_title = "Administration"

handler400 = "recognition.api.problems.bad_request"
handler500 = "recognition.api.problems.server_error"
urlpatterns = [
    path("api/", include("recognition.api.urls")),  # first: Django tries one after the other, 5 % of an API request
    path("api", RedirectView.as_view(pattern_name="api-docs")),
    path("", include("recognition.pages.urls")),
    path("", include("recognition.accounts.urls")),
    # Django's own page lets whoever finds a session open guess the old password without end.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password")),
    path("admin/", admin.site.urls),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
]
