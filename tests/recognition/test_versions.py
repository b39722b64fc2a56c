"""Models are published as candidates, activated only when they are better, and every activation can be taken back."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from ml import registry
from recognition.models import Activation, ModelVersion
from recognition.models.versions import ActivationRefused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("models_folder")]
SEED = registry.MODELS / "seed"


def shipped() -> ModelVersion:
    return ModelVersion.objects.get(folder="")


def test_the_shipped_model_is_active_from_the_start() -> None:
    assert ModelVersion.active() == shipped()
    assert shipped().name == registry.DEFAULT


def test_a_published_model_is_a_candidate_in_a_folder_of_its_own(models_folder: Path) -> None:
    row = ModelVersion.publish(SEED)
    assert row.state == "candidate"
    assert row.path == models_folder / "seed-1.0"
    assert registry.read_card(row.path).sha256 == row.sha256
    assert ModelVersion.active() == shipped()


def test_one_is_active_at_a_time_and_who_did_it_is_kept() -> None:
    alice = User.objects.create_user("alice")
    row = ModelVersion.publish(SEED, {"verdict": "better"})
    row.activate(by=alice)
    assert ModelVersion.active() == row
    assert shipped().state == "retired"
    last = Activation.objects.first()
    assert last is not None
    assert (last.version, last.previous, last.by) == (row, shipped(), alice)


@pytest.mark.parametrize("comparison", [None, {"verdict": "worse"}])
def test_a_worse_or_uncompared_model_needs_a_reason_which_is_kept(comparison: dict[str, str] | None) -> None:
    row = ModelVersion.publish(SEED, comparison)
    with pytest.raises(ActivationRefused, match="reason"):
        row.activate()
    assert ModelVersion.active() == shipped()
    row.activate(reason="the demo wants the baseline")
    assert row.activations.get().reason == "the demo wants the baseline"


def test_a_comparison_with_another_than_the_active_one_does_not_count() -> None:
    row = ModelVersion.publish(SEED, {"verdict": "better", "candidate": "seed 1.0", "current": "hand 0.1"})
    with pytest.raises(ActivationRefused, match=r"compared with hand 0\.1, not with"):
        row.activate()
    ModelVersion.publish(SEED, {"verdict": "better", "candidate": "seed 1.0", "current": str(shipped())}).activate()
    assert str(ModelVersion.active()) == "seed 1.0"


def test_a_comparison_of_another_model_is_refused() -> None:
    with pytest.raises(ActivationRefused, match=r"of hand 9"):
        ModelVersion.publish(SEED, {"verdict": "better", "candidate": "hand 9"})
    assert not ModelVersion.objects.exclude(folder="").exists()


def test_a_model_that_has_read_here_is_never_replaced_behind_its_name() -> None:
    row = ModelVersion.publish(SEED, {"verdict": "better"})
    row.activate()
    ModelVersion.objects.filter(pk=row.pk).update(sha256="0" * 64)
    with pytest.raises(ActivationRefused, match="version of its own"):
        ModelVersion.publish(SEED)


def test_a_model_that_reads_is_repaired_by_publishing_it_again() -> None:
    row = ModelVersion.publish(SEED, {"verdict": "better"})
    row.activate()
    (row.path / registry.WEIGHTS).unlink()
    ModelVersion.publish(SEED)
    assert ModelVersion.active() == row
    row.verify()


def test_rolling_back_goes_one_model_back_each_time_and_then_refuses() -> None:
    first = ModelVersion.publish(SEED, {"verdict": "better"})
    first.activate()
    assert ModelVersion.roll_back() == shipped() == ModelVersion.active()
    with pytest.raises(ActivationRefused, match="no earlier"):
        ModelVersion.roll_back()


def test_a_changed_folder_is_not_activated() -> None:
    row = ModelVersion.publish(SEED, {"verdict": "better"})
    (row.path / registry.WEIGHTS).write_bytes(b"something else")
    with pytest.raises(ActivationRefused, match="not what was published"):
        row.activate()
    assert ModelVersion.active() == shipped()


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, models_folder: Path) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    card = json.loads((SEED / registry.CARD).read_text())
    (folder / registry.CARD).write_text(json.dumps({**card, "name": "../../evil"}))
    (folder / registry.WEIGHTS).write_bytes((SEED / registry.WEIGHTS).read_bytes())
    with pytest.raises(registry.ModelBroken, match="no name for a model"):
        ModelVersion.publish(folder)
    assert not models_folder.exists() or not list(models_folder.iterdir())


def test_an_upgrade_brings_its_model_but_leaves_a_chosen_one() -> None:
    old = shipped()
    ModelVersion.objects.filter(pk=old.pk).update(version="0.1", sha256="0" * 64)
    assert ModelVersion.register_shipped() == ModelVersion.active()
    ModelVersion.publish(SEED, {"verdict": "better"}).activate()
    ModelVersion.register_shipped()
    assert str(ModelVersion.active()) == "seed 1.0"


def test_the_commands(tmp_path: Path) -> None:
    comparison = tmp_path / "comparison.json"
    comparison.write_text(json.dumps({"verdict": "worse"}))
    assert "seed 1.0 is a candidate." in command("publish", str(SEED), f"--comparison={comparison}")
    with pytest.raises(CommandError, match="worse"):
        command("activate", "seed", "1.0")
    assert "seed 1.0 is active." in command("activate", "seed", "1.0", "--reason=to see it")
    assert "active     seed 1.0  worse" in command("list")
    assert f"{registry.DEFAULT}" in command("rollback")


@pytest.mark.parametrize("arguments", [("publish", "/nonexistent"), ("activate", "nobody", "1"), ("rollback",)])
def test_a_command_that_cannot_be_done_says_why(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        command(*arguments)


def test_the_metrics_name_the_active_and_the_broken(stranger: Client) -> None:
    ModelVersion.publish(SEED).report("cannot be served")
    text = stranger.get("/metrics").content.decode()
    assert f'digits_model_active{{name="{registry.DEFAULT}",version="{shipped().version}"}} 1.0' in text
    assert 'digits_model_broken{name="seed",version="1.0"} 1.0' in text


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("models", *arguments, stdout=out)
    return out.getvalue()
