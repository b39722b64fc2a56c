"""The demo makes a history that looks lived in, of nobody real, and goes without a trace."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from ml import registry
from recognition.demo import filling, people
from recognition.models import Activation, ModelVersion, Prediction, Rereading, Review
from recognition.models.batch import Batch
from tests.recognition.rows import read

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services, pytest.mark.usefixtures("models_folder")]
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MANY, FEW = 60, 15  # with many there is something of each kind


def demo(*options: str) -> str:
    out = StringIO()
    call_command("demo", "--readings", str(FEW), *options, stdout=out)
    return out.getvalue()


def fill(seed: int = 1, readings: int = FEW) -> list[tuple[Any, ...]]:
    filling.fill(seed, readings, lambda _: None, NOON)
    told = Prediction.objects.order_by("created_at", "pk").values_list("pk", "text", "decision", "verdict")
    return list(told)


def real() -> Prediction:
    User.objects.create_user("alice")
    return read("alice", "7")


def test_it_is_a_whole_history() -> None:
    fill(readings=MANY)
    rows = Prediction.objects.all()
    assert set(rows.values_list("channel", flat=True)) == {"draw", "upload", "api"}
    assert {"accepted", "uncertain", "rejected"} <= set(rows.values_list("decision", flat=True))
    assert set(rows.exclude(model_name="").values_list("model_name", flat=True)) == {"hand", "seed"}
    assert set(Review.objects.values_list("source", flat=True)) == {"user", "staff"}
    assert {"accepted", "corrected"} <= set(Review.objects.values_list("verdict", flat=True))
    assert {batch.state for batch in Batch.objects.all()} == {"finished"}
    assert Rereading.objects.filter(error="").exclude(finished_at=None).exists()
    assert all(row.created_at < NOON for row in rows)


def test_the_same_seed_makes_the_same_history_and_another_another() -> None:
    first = fill()
    filling.remove()
    assert fill() == first
    filling.remove()
    assert fill(seed=2) != first


def test_a_second_time_changes_nothing() -> None:
    assert "readings; nobody can log in" in demo()
    before = Prediction.objects.count()
    assert "here already" in demo()
    assert Prediction.objects.count() == before


def test_a_database_with_real_readings_is_refused_unless_told() -> None:
    real()
    with pytest.raises(CommandError, match="--among-real"):
        demo()
    assert Prediction.objects.count() == 1
    assert User.objects.count() == 1
    demo("--among-real")
    assert Prediction.objects.count() > FEW


@pytest.mark.parametrize("readings", ["-5", "0", "9"])
def test_too_few_for_a_history_is_a_sentence(readings: str) -> None:
    with pytest.raises(CommandError, match="at least 10"):
        call_command("demo", "--readings", readings)
    assert not Prediction.objects.exists()
    assert not User.objects.exists()


def test_it_goes_without_a_trace_and_what_is_real_stays(models_folder: Path, pictures_folder: Path) -> None:
    mine = real()
    demo("--among-real")
    assert list(models_folder.iterdir())
    assert "gone" in demo("--remove")
    assert [row.pk for row in Prediction.objects.all()] == [mine.pk]
    assert [user.username for user in User.objects.all()] == ["alice"]
    assert not Batch.objects.exists()
    assert [str(version) for version in ModelVersion.objects.all()] == [str(ModelVersion.active())]
    assert not Activation.objects.exclude(previous=None).exists()
    assert not list(models_folder.iterdir())
    assert not [path for path in pictures_folder.rglob("*") if path.is_file()]


def test_nobody_can_log_in_as_one_of_them() -> None:
    fill()
    assert User.objects.filter(people.users()).count() == len(people.ACCOUNTS) + len(people.REVIEWERS)
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_name_that_somebody_has_is_left_to_them() -> None:
    User.objects.create_user("demo-ada")
    with pytest.raises(CommandError, match="demo-ada"):
        demo()
    demo("--remove")
    assert User.objects.filter(username="demo-ada").exists()


def test_a_model_that_somebody_published_keeps_its_own_past() -> None:
    version = ModelVersion.publish(registry.MODELS / "seed")
    fill()
    filling.remove()
    version.refresh_from_db()
    assert version.state == "candidate"
