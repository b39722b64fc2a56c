"""Settings, and the pages of an account."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from recognition.accounts import preferences
from recognition.accounts.arrival import arrive
from recognition.accounts.departure import depart
from recognition.accounts.forms import (
    CROWDED,
    ChangePasswordForm,
    DeleteAccountForm,
    LoginForm,
    PreferencesForm,
    SignUpForm,
    focus_first_error,
)
from recognition.accounts.limits import may_sign_up


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=preferences.preferences_of(request))
    if form.is_valid():
        preferences.keep(request, form.save(commit=False))
        messages.success(request, "Saved.")
        return redirect("settings")
    place = form.confidence.nearest(form.instance.threshold)
    stop = form.confidence.stops[place] if form.confidence.stops else None
    return render(request, "pages/settings.html", {"form": form, "place": place, "stop": stop})


class Login(auth.LoginView):
    template_name = "pages/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        arrive(self.request, form.get_user())
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        locked = form.has_error(NON_FIELD_ERRORS, "locked")
        return self.render_to_response(self.get_context_data(form=form), status=429 if locked else 200)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("settings")
    form = SignUpForm(request.POST or None)
    if form.is_valid() and not may_sign_up(request):
        form.add_error(None, CROWDED)
    user = make_account(form) if form.is_valid() else None
    if user is not None:
        arrive(request, user)
        messages.success(request, "Welcome. What you did in this browser before is in your account now.")
        return redirect("draw")
    focus_first_error(form)
    status = 429 if form.has_error(NON_FIELD_ERRORS, "crowded") else 200
    return render(request, "pages/signup.html", {"form": form}, status=status)


def make_account(form: SignUpForm) -> User | None:
    """None, and the form says so, where somebody took the name while the password was hashed, which takes half a
    second: who presses a button twice."""
    try:
        with transaction.atomic():
            return cast("User", form.save())
    except IntegrityError:
        form.add_error("username", form.instance.unique_error_message(User, ("username",)))
        return None


class ChangePassword(auth.PasswordChangeView):
    template_name = "pages/password.html"
    form_class = ChangePasswordForm
    success_url = reverse_lazy("settings")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, "Your password is changed. Everywhere else you are logged out.")
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        focus_first_error(form)
        return super().form_invalid(form)


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    form = DeleteAccountForm(request, request.POST or None)
    if form.is_valid():
        depart(request)
        messages.success(request, "Your account is deleted, with everything in it.")
        return redirect("draw")
    focus_first_error(form)
    return render(request, "pages/delete_account.html", {"form": form})
