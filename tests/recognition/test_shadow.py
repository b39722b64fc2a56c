"""Another model reads beside the active one or again later; what was read first stays as it was."""

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ml import registry
from recognition import shadow
from recognition.dashboard.beside import beside
from recognition.models import Batch, ModelVersion, Prediction, Rereading
from recognition.models.versions import ActivationRefused
from tests.conftest import SEVEN
from workers import reader, rereading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("queue")]


@pytest.fixture
def candidate(tmp_path: Path, settings: Any) -> ModelVersion:
    settings.MODELS_DIR = tmp_path / "models"
    return ModelVersion.publish(registry.MODELS / "seed")


@pytest.fixture
def seven() -> Prediction:
    return drawn()


def drawn(**fields: Any) -> Prediction:
    row = Prediction.objects.create(channel="draw", source="drawing", strokes=SEVEN, **fields)
    reader.answer(row.pk)
    row.refresh_from_db()
    return row


def test_a_candidate_reads_its_share_of_what_came_in_lately(candidate: ModelVersion) -> None:
    ids = [drawn(id=uuid.UUID(int=number)).pk for number in range(0, 100, 10)]
    assert shadow.follow_in_shadow() == 0
    candidate.shadow(30)
    assert shadow.follow_in_shadow() == 3
    assert shadow.follow_in_shadow() == 0
    assert set(Rereading.objects.values_list("prediction", flat=True)) == set(ids[:3])


def test_it_gets_its_whole_share_however_much_comes_in(
    candidate: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shadow, "AT_ONCE", 2)
    ids = [drawn(id=uuid.UUID(int=number)).pk for number in range(0, 100, 10)]  # the newest are none of its share
    candidate.shadow(30)
    assert [shadow.follow_in_shadow() for _ in range(3)] == [2, 1, 0]
    assert set(Rereading.objects.values_list("prediction", flat=True)) == set(ids[:3])


@pytest.mark.parametrize(("waited", "in_batch"), [(timedelta(minutes=40), False), (timedelta(hours=9), True)])
def test_what_waited_long_and_was_read_lately_counts(
    candidate: ModelVersion, waited: timedelta, in_batch: bool
) -> None:
    now = timezone.now()
    batch = Batch.objects.create(name="batch", created_at=now - waited, unpacked_at=now) if in_batch else None
    row = drawn(batch=batch, created_at=now - waited)
    candidate.shadow(100)
    assert shadow.follow_in_shadow() == 1
    Rereading.objects.all().delete()
    Prediction.objects.filter(pk=row.pk).update(finished_at=now - timedelta(minutes=11))
    assert shadow.follow_in_shadow() == 0


def test_its_readings_are_kept_apart(candidate: ModelVersion, seven: Prediction) -> None:
    candidate.shadow(100)
    shadow.follow_in_shadow()
    assert rereading.reread() == 1
    row = seven.rereadings.get()
    assert (row.version, row.purpose, row.number, row.decision) == (candidate, "shadow", "7", "accepted")
    before = (seven.model_name, seven.finished_at, seven.digits)
    seven.refresh_from_db()
    assert (seven.model_name, seven.finished_at, seven.digits) == before
    found = beside(candidate)
    assert (found.read, found.alike, found.corrections) == (1, 1, 0)


def test_what_it_would_read_otherwise_is_counted(candidate: ModelVersion, seven: Prediction) -> None:
    shadow.ask([seven.pk], candidate, "again")
    rereading.reread()
    Prediction.objects.filter(pk=seven.pk).update(number="1")
    found = beside(candidate)
    assert (found.read, found.alike, found.corrections) == (1, 0, 1)
    assert [row.prediction for row in found.examples] == [seven]


def test_who_is_right_where_they_differ_is_what_people_say(candidate: ModelVersion) -> None:
    gained, lost, neither, unsaid = (drawn() for _ in range(4))
    shadow.ask([row.pk for row in (gained, lost, neither, unsaid)], candidate, "shadow")
    rereading.reread()
    Prediction.objects.update(number="1")
    for row, label in ((gained, "7"), (lost, "1"), (neither, "2")):
        row.review("corrected", label, source="staff")
    found = beside(candidate)
    assert (found.otherwise, found.gained, found.lost) == (4, 1, 1)


def test_where_no_digit_is_written_to_reject_it_is_right(candidate: ModelVersion, seven: Prediction) -> None:
    shadow.ask([seven.pk], candidate, "shadow")
    rereading.reread()
    seven.rereadings.update(decision="rejected", number="1")
    seven.review("not_a_digit", source="staff")
    assert (beside(candidate).gained, beside(candidate).lost) == (1, 0)


def test_asking_twice_reads_once(candidate: ModelVersion, seven: Prediction) -> None:
    assert shadow.ask([seven.pk], candidate, "again") == 1
    assert shadow.ask([seven.pk], candidate, "again") == 0
    assert rereading.reread() == 1
    assert rereading.reread() == 0


def test_only_one_candidate_reads_in_the_shadow_and_only_a_candidate(candidate: ModelVersion) -> None:
    candidate.shadow(10)
    active = ModelVersion.active()
    assert active is not None
    with pytest.raises(ActivationRefused, match="only a candidate"):
        active.shadow(10)
    candidate.activate(reason="a test")
    candidate.refresh_from_db()
    assert candidate.shadow_percent == 0


def test_a_models_weights_are_looked_at_when_it_is_loaded_only(
    candidate: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[ModelVersion] = []

    def verify(version: ModelVersion) -> None:
        looked_at.append(version)

    monkeypatch.setattr(ModelVersion, "verify", verify)
    shadow.ask([drawn().pk for _ in range(3)], candidate, "again")
    assert rereading.reread() == 3
    assert looked_at == [candidate]


def test_a_picture_that_is_gone_ends_with_a_sentence(candidate: ModelVersion) -> None:
    gone = Prediction.objects.create(
        channel="upload", source="a.png", picture="aa/gone", status="succeeded", finished_at=timezone.now()
    )
    shadow.ask([gone.pk], candidate, "again")
    rereading.reread()
    assert gone.rereadings.get().error == "The picture is no longer in the storage."


def test_a_model_that_is_broken_ends_with_a_sentence(candidate: ModelVersion, seven: Prediction) -> None:
    (candidate.path / registry.WEIGHTS).unlink()
    shadow.ask([seven.pk], candidate, "again")
    rereading.reread()
    assert "cannot be read" in seven.rereadings.get().error


def test_what_kills_its_process_three_times_is_given_up(candidate: ModelVersion, seven: Prediction) -> None:
    shadow.ask([seven.pk], candidate, "again")
    for _ in range(3):
        assert Rereading.objects.get().begin()  # and then the process dies
    rereading.reread()
    assert seven.rereadings.get().error.startswith("Reading it failed 3 times")
