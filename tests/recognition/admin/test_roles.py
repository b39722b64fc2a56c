"""Who may do what in the admin: every address and every action, for everybody from a stranger to a superuser."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from recognition.models import ModelVersion, Prediction
from recognition.models.batch import Batch
from tests.recognition.rows import read

# Not transaction=True: the groups come from the migration, and such a test would find the tables emptied.
pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "user", "staff", "reviewer", "operator", "superuser")
EVERYBODY = ROLES
STAFF = ("staff", "reviewer", "operator", "superuser")
REVIEWER = ("reviewer", "superuser")
OPERATOR = ("operator", "superuser")
BOTH = ("reviewer", "operator", "superuser")
SUPERUSER = ("superuser",)
NOBODY = ()

# name: who gets in, by GET or by POST where it takes no GET. Whoever adds an address adds a line.
ADDRESSES: dict[str, tuple[str, ...]] = {
    "login": EVERYBODY,
    "logout": EVERYBODY,
    "index": STAFF,
    "jsi18n": STAFF,
    "password_change": EVERYBODY,  # leads to the site's own page, which asks for a log-in
    "password_change_done": STAFF,
    "autocomplete": NOBODY,  # no field asks for it, so Django refuses everybody
    "view_on_site": STAFF,
    "app_list": STAFF,  # with nothing in it for whoever may see nothing
    "auth_user_changelist": SUPERUSER,
    "auth_user_add": SUPERUSER,
    "auth_user_change": SUPERUSER,
    "auth_user_delete": SUPERUSER,
    "auth_user_history": SUPERUSER,
    "auth_user_password_change": SUPERUSER,
    "auth_group_changelist": SUPERUSER,
    "auth_group_add": SUPERUSER,
    "auth_group_change": SUPERUSER,
    "auth_group_delete": SUPERUSER,
    "auth_group_history": SUPERUSER,
    "recognition_prediction_changelist": BOTH,
    "recognition_prediction_add": NOBODY,
    "recognition_prediction_change": BOTH,
    "recognition_prediction_delete": SUPERUSER,
    "recognition_prediction_history": BOTH,
    "recognition_picture": BOTH,
    "recognition_review": REVIEWER,
    "recognition_review_next": REVIEWER,
    "recognition_review_skip": REVIEWER,
    "recognition_review_answer": REVIEWER,
    "recognition_review_undo": REVIEWER,
    "recognition_review_bulk": REVIEWER,
    "recognition_review_agreement": REVIEWER,
    "recognition_review_changelist": BOTH,
    "recognition_review_add": NOBODY,
    "recognition_review_change": BOTH,
    "recognition_review_delete": NOBODY,
    "recognition_review_history": BOTH,
    "recognition_dashboard": BOTH,
    "recognition_queue": BOTH,
    "recognition_queue_purge": OPERATOR,
    "recognition_queue_retry": OPERATOR,
    "recognition_batch_changelist": BOTH,
    "recognition_batch_add": NOBODY,
    "recognition_batch_change": BOTH,
    "recognition_batch_delete": NOBODY,
    "recognition_batch_history": BOTH,
    "recognition_modelversion_changelist": OPERATOR,
    "recognition_modelversion_add": NOBODY,
    "recognition_modelversion_change": OPERATOR,
    "recognition_modelversion_delete": NOBODY,
    "recognition_modelversion_history": OPERATOR,
    "recognition_modelversion_activate": OPERATOR,
    "recognition_modelversion_shadow": OPERATOR,
    "recognition_modelversion_roll_back": OPERATOR,
    "recognition_modelversion_publish": OPERATOR,
}
BY_POST = {"logout", "recognition_queue_purge", "recognition_queue_retry"}
BY_POST |= {f"recognition_modelversion_{verb}" for verb in ("activate", "shadow", "publish")}
BY_POST |= {f"recognition_review_{verb}" for verb in ("next", "skip", "answer", "undo")}
ACTIONS: dict[tuple[str, str], tuple[str, ...]] = {
    ("user", "delete_selected"): SUPERUSER,
    ("group", "delete_selected"): SUPERUSER,
    ("prediction", "delete_selected"): SUPERUSER,
    ("prediction", "read_again"): OPERATOR,
    ("prediction", "accept"): REVIEWER,
    ("prediction", "not_a_digit"): REVIEWER,
    ("prediction", "unclear"): REVIEWER,
    ("review", "take_back"): REVIEWER,
    ("batch", "read_again"): OPERATOR,
}


def addresses(resolver: Any = None) -> Iterator[URLPattern]:
    """Every pattern of the admin that has a name; the others only lead to one of these."""
    for pattern in (resolver or admin_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern)
        elif pattern.name:
            yield pattern


def admin_resolver() -> URLResolver:
    return next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "admin")  # type: ignore[return-value]


NAMES = sorted({str(pattern.name) for pattern in addresses()})


@pytest.fixture
def cast(db: None) -> dict[str, Client]:
    """One browser a role."""
    people = {"user": User.objects.create_user("user"), "superuser": User.objects.create_superuser("superuser")}
    for role in ("staff", "reviewer", "operator"):
        people[role] = User.objects.create_user(role, is_staff=True)
        people[role].groups.set(Group.objects.filter(name=role))
    clients = {role: Client() for role in ROLES}
    for role, person in people.items():
        clients[role].force_login(person)
    return clients


@pytest.fixture
def row(cast: dict[str, Client]) -> Prediction:
    return read("user", "7")


def address(name: str, row: Prediction) -> str:
    """Where a name leads: the first of these that it takes."""
    parts: list[dict[str, Any]] = [
        {},
        {"app_label": "recognition"},
        {"lane": "interactive"},
        {"error_code": "gave_up"},
        {"prediction_id": row.pk},
        {"review_id": 0},
        {"bulk": UUID(int=0)},
        {"pk": ModelVersion.objects.get().pk},
        {"content_type_id": ContentType.objects.get_for_model(Prediction).pk, "object_id": row.pk},
        {"id": row.owner_id},
        {"object_id": next((pk for model, pk in objects(row).items() if f"_{model}_" in name), "")},
    ]
    for part in parts:
        with suppress(NoReverseMatch):
            return reverse(f"admin:{name}", kwargs=part)
    raise AssertionError(f"What does {name} need?")


def objects(row: Prediction) -> dict[str, Any]:
    """An object of each model in the admin."""
    group, version = Group.objects.get(name="reviewer"), ModelVersion.objects.get()
    batch = Batch.objects.get_or_create(name="forms", defaults={"channel": "upload", "mode": "auto"})[0]
    Prediction.objects.filter(pk=row.pk).update(batch=batch, position=0)
    review = row.reviews.first() or row.review("accepted", "7", source="user", reviewer=row.owner)
    rest = {"review": review.pk, "batch": batch.pk, "modelversion": version.pk}
    return {"user": row.owner_id, "group": group.pk, "prediction": row.pk, **rest}


def gets_in(client: Client, name: str, url: str) -> bool:
    """To be sent to the log-in or to be refused is not to get in; that there is nothing at the address says nobody."""
    response = client.post(url) if name in BY_POST else client.get(url)
    assert response.status_code < 500
    to_log_in = response.status_code == 302 and response.headers["Location"].startswith("/admin/login/")
    return response.status_code != 403 and not to_log_in


def test_who_is_refused_is_told_in_a_page(cast: dict[str, Client]) -> None:
    refused = cast["reviewer"].get("/admin/recognition/modelversion/")
    assert refused.status_code == 403
    assert "<h1>Your account may not do this</h1>" in refused.content.decode()


def test_every_address_has_a_line() -> None:
    assert set(NAMES) == set(ADDRESSES)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_lets_in_whom_the_table_says(cast: dict[str, Client], row: Prediction, name: str) -> None:
    url = address(name, row)
    assert [role for role in ROLES if gets_in(cast[role], name, url)] == list(ADDRESSES[name])


def test_every_action_is_offered_to_whom_the_table_says(cast: dict[str, Client]) -> None:
    offered: dict[tuple[str, str], tuple[str, ...]] = {}
    for role in ROLES[1:]:
        request = RequestFactory().get("/")
        request.user = User.objects.get(username=role)
        for model, pages in admin.site._registry.items():
            for action in pages.get_actions(request):
                key = (str(model._meta.model_name), action)
                offered[key] = (*offered.get(key, ()), role)
    assert offered == ACTIONS


@pytest.mark.parametrize(("model", "action"), ACTIONS)
def test_an_action_is_refused_to_everybody_else(
    cast: dict[str, Client], row: Prediction, model: str, action: str
) -> None:
    app = "auth" if model in {"user", "group"} else "recognition"
    chosen = objects(row)[model]
    for role in set(ROLES) - set(ACTIONS[model, action]):
        cast[role].post(reverse(f"admin:{app}_{model}_changelist"), {"action": action, "_selected_action": chosen})
    assert not row.rereadings.exists()
    assert row.reviews.count() == 1


def test_a_reviewer_sees_no_accounts(cast: dict[str, Client], row: Prediction) -> None:
    User.objects.filter(username="user").update(username="dorothea")
    for page in ("changelist", "change"):
        url = address(f"recognition_prediction_{page}", row)
        assert "dorothea" not in cast["reviewer"].get(url).content.decode()
        assert "dorothea" in cast["superuser"].get(url).content.decode()


def test_the_groups_are_there_before_anybody_sets_anything_up(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"reviewer", "operator"}
    assert not User.objects.exists()
