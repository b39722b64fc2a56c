"""The forms of the settings page and of the accounts."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from recognition.accounts.limits import WINDOW, is_locked
from recognition.accounts.models import Preferences
from recognition.display.confidence import Confidence

LOCKED = ValidationError(
    f"Too many wrong passwords. Please wait {WINDOW.seconds // 60} minutes, then try again.", code="locked"
)

KEPT = (
    "Then the picture or drawing is deleted. What was read in it stays in your history. "
    "This holds for what is there already, too."
)
CROWDED = ValidationError("Many accounts were made from here lately. Please try again in an hour.", code="crowded")


class PreferencesForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """`stop` is a place in the model's measured table; the model's own is kept as none, and so follows the model."""

    stop = forms.IntegerField(required=False, min_value=0)

    class Meta:
        model = Preferences
        fields = ("theme", "pen_width", "keep_days")
        widgets = {"theme": forms.RadioSelect, "pen_width": forms.RadioSelect}  # noqa: RUF012 - Django's own spelling

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confidence = Confidence.of_active_model()
        self.fields["keep_days"] = forms.TypedChoiceField(choices=keep_choices(), coerce=int, help_text=KEPT)

    def clean_stop(self) -> int | None:
        place: int | None = self.cleaned_data["stop"]
        if place is not None and place >= len(self.confidence.stops):
            raise ValidationError("The model has no such threshold.")
        return place

    def save(self, commit: bool = True) -> Preferences:
        place = self.cleaned_data["stop"]
        if place is not None:
            threshold = self.confidence.stops[place].threshold
            self.instance.threshold = None if threshold == self.confidence.own_threshold else threshold
        return cast("Preferences", super().save(commit))


def keep_choices() -> list[tuple[int, str]]:
    """Nobody keeps pictures for longer than this site does."""
    limit = settings.RETENTION_DAYS
    longest = (0, f"As long as this site does: {limit} days" if limit else "For ever")
    return [longest, *((days, label) for days, label in Preferences.Keep.choices if days and not 0 < limit <= days)]


def explain_passwords(first: forms.Field, second: forms.Field) -> None:
    first.help_text = "At least 8 characters, not only digits, and no common password."
    second.help_text, second.label = "", "The same password again"


class SignUpForm(UserCreationForm):  # type: ignore[type-arg]  # not generic at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = "Letters, digits and @ . + - _"
        explain_passwords(self.fields["password1"], self.fields["password2"])


class LoginForm(AuthenticationForm):
    def get_invalid_login_error(self) -> ValidationError:
        name = self.cleaned_data.get("username", "")
        locked = self.request is not None and is_locked(self.request, name)
        return LOCKED if locked else super().get_invalid_login_error()


class DeleteAccountForm(forms.Form):
    password = forms.CharField(
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), label="Your password"
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        return confirmed(self.request, self.cleaned_data["password"])


class ChangePasswordForm(PasswordChangeForm):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        explain_passwords(self.fields["new_password1"], self.fields["new_password2"])

    def clean_old_password(self) -> str:
        return confirmed(self.request, self.cleaned_data["old_password"])


def confirmed(request: HttpRequest, password: str) -> str:
    """The password, if it is that of who is logged in; each try is counted like a log-in. Raises ValidationError."""
    name = request.user.get_username()
    if authenticate(request, username=name, password=password) != request.user:
        raise LOCKED if is_locked(request, name) else ValidationError("That is not your password.")
    return password


def focus_first_error(form: forms.Form | forms.ModelForm) -> None:  # type: ignore[type-arg]  # not generic at run time
    """Whoever cannot see the page is taken to what is wrong."""
    wrong = [name for name in form.fields if name in form.errors] or list(form.fields)
    for name, field in form.fields.items():
        field.widget.attrs["autofocus"] = name == wrong[0]
