"""Settings and accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from recognition.accounts import views

urlpatterns = [
    path("settings", views.settings_page, name="settings"),
    path("settings/password", views.ChangePassword.as_view(), name="password"),
    path("settings/delete", views.delete_account, name="delete-account"),
    path("login", views.Login.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("signup", views.sign_up, name="signup"),
]
