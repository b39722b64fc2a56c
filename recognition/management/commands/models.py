"""`manage.py models list | publish | shadow | activate | rollback`: which model reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError

from ml.registry import ModelBroken
from recognition import model_uploads
from recognition.management.tables import TablesCommand
from recognition.model_uploads import UploadRefused
from recognition.models import ModelVersion
from recognition.models.versions import ActivationRefused


class Command(TablesCommand):
    help = "List and publish models, try them in the shadow, activate them, and take an activation back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
        commands.add_parser("list", help="every published model and its state")
        publish = commands.add_parser("publish", help="copy a model's folder here, as a candidate")
        publish.add_argument("folder", type=Path, help="with model.onnx and card.json, as made by training")
        publish.add_argument("--comparison", type=Path, help="the JSON that `python -m ml compare` wrote")
        shadow = commands.add_parser("shadow", help="let a candidate read a share of the traffic beside the active one")
        activate = commands.add_parser("activate", help="let workers read with it; they change within seconds")
        for one in (shadow, activate):
            one.add_argument("name")
            one.add_argument("model_version", metavar="version")
        shadow.add_argument("percent", type=int, help="of what comes in, 0 to 100; 0 stops it")
        activate.add_argument("--reason", default="", help="kept; activates also what the comparison advises against")
        rollback = commands.add_parser("rollback", help="go back to the model before the last activation")
        rollback.add_argument("--reason", default="")

    def handle(self, *args: Any, command: str, **options: Any) -> None:
        try:
            getattr(self, command)(options)
        except (ActivationRefused, ModelBroken) as refused:
            raise CommandError(str(refused)) from None

    def list(self, options: dict[str, Any]) -> None:
        for row in ModelVersion.objects.all():
            notes = f"  {row.problem}" if row.problem else ""
            self.stdout.write(f"{row.state:10} {row.name} {row.version}  {row.verdict or 'not compared'}{notes}")

    def publish(self, options: dict[str, Any]) -> None:
        row = ModelVersion.publish(options["folder"], comparison_in(options["comparison"]))
        self.stdout.write(f"{row} is a {row.state}.")

    def shadow(self, options: dict[str, Any]) -> None:
        row = named(options)
        row.shadow(options["percent"])
        self.stdout.write(f"{row} reads {row.shadow_percent} % of what comes in, beside the active one.")

    def activate(self, options: dict[str, Any]) -> None:
        row = named(options)
        row.activate(reason=options["reason"])
        self.stdout.write(f"{row} is active.")

    def rollback(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{ModelVersion.roll_back(reason=options['reason'])} is active again.")


def named(options: dict[str, Any]) -> ModelVersion:
    row = ModelVersion.objects.filter(name=options["name"], version=options["model_version"]).first()
    if row is None:
        raise CommandError("There is no such model; see: manage.py models list")
    return row


def comparison_in(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        return model_uploads.comparison_in(path.read_bytes())
    except (OSError, UploadRefused) as error:
        raise CommandError(f"{path} cannot be used: {error}") from None
