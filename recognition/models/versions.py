"""The models published to this installation and which one reads: a row a version, a verb a change, a row a change."""

import hashlib
from pathlib import Path
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from ml import evidence, registry
from ml.card import Card


class ActivationRefused(Exception):
    """The version cannot or should not read. The sentence says why, and what would change that."""


class ModelVersion(models.Model):
    """A published model: a folder with weights and card.

    CANDIDATE --activate--> ACTIVE --another is activated--> RETIRED --activate, roll_back--> ACTIVE

    At most one is active, and workers read with it a few seconds later. With none, or while the active one cannot be
    served, they go on with what they have; the model that ships with the project stands behind all others.
    """

    class State(models.TextChoices):
        CANDIDATE = "candidate"
        ACTIVE = "active"
        RETIRED = "retired"

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    folder = models.CharField(max_length=140, blank=True, help_text="Under MODELS_DIR; empty: ships with the project.")
    sha256 = models.CharField(max_length=64)
    card = models.JSONField(default=dict)
    comparison = models.JSONField(null=True, blank=True, help_text="What `python -m ml compare` found.")
    state = models.CharField(max_length=10, choices=State, default=State.CANDIDATE)
    shadow_percent = models.PositiveSmallIntegerField(
        default=0, help_text="Of the traffic, read beside the active one."
    )
    published_at = models.DateTimeField(default=timezone.now)
    problem = models.TextField(blank=True, help_text="Why a worker could not load it.")

    class Meta:
        ordering: ClassVar = ["-published_at", "-id"]
        permissions: ClassVar = [("activate_modelversion", "Can activate a model and roll back")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="model_version_once"),
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="active"), name="model_one_active"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @classmethod
    def active(cls) -> Self | None:
        return cls.objects.filter(state=cls.State.ACTIVE).first()

    @classmethod
    def publish(cls, folder: Path, comparison: dict[str, Any] | None = None) -> Self:
        """Copy the model in `folder` to this installation, as a candidate; one that has read here is only repaired.

        Raises registry.ModelBroken, and ActivationRefused for what would change a model behind its name.
        """
        _, card = registry.load(folder)
        cls._refuse_other(card, comparison)
        weights = (folder / registry.WEIGHTS).read_bytes()
        name, beside = f"{card.name}-{card.version}", evidence.files(folder)
        place = registry.publish(weights, card, settings.MODELS_DIR, name, beside)
        facts = {**facts_of(card), "folder": place.name, "comparison": comparison, "problem": ""}
        row, _ = cls.objects.update_or_create(name=card.name, version=card.version, defaults=facts)
        return row

    @classmethod
    def _refuse_other(cls, card: Card, comparison: dict[str, Any] | None) -> None:
        name = f"{card.name} {card.version}"
        if comparison and comparison.get("candidate", name) != name:
            raise ActivationRefused(f"The comparison is of {comparison['candidate']}, the model is {name}.")
        there = cls.objects.filter(name=card.name, version=card.version).exclude(state=cls.State.CANDIDATE).first()
        if there and there.sha256 != card.sha256:
            raise ActivationRefused(f"{name} has read here, and this is another model. Give it a version of its own.")

    @classmethod
    def register_shipped(cls) -> Self:
        """The row of the model that ships with the project; active, unless a published one was chosen."""
        card = registry.read_card(registry.default_model())
        row, _ = cls.objects.get_or_create(name=card.name, version=card.version, defaults=facts_of(card))
        active = cls.active()
        if active is None or (not active.folder and active != row):
            row.take_over(None, "ships with the project", rolled_back=False)
        return row

    @property
    def path(self) -> Path:
        return Path(settings.MODELS_DIR) / self.folder if self.folder else registry.default_model()

    @property
    def verdict(self) -> str:
        """What the comparison with the model then active said: better, same, worse; or nothing, without one."""
        return str((self.comparison or {}).get("verdict", ""))

    @property
    def doubt(self) -> str:
        """What speaks against activating it, as the rest of a sentence; empty where nothing does."""
        against, active = (self.comparison or {}).get("current"), ModelVersion.active()
        if not self.folder:
            return ""
        if not self.verdict:
            return "has not been compared with the active one"
        if self.verdict not in {"better", "same"}:
            return f"reads worse than {against or 'the active one'}"
        if against and active and against != str(active):
            return f"has been compared with {against}, not with {active}, which is active"
        return ""

    def verify(self) -> None:
        """Raises registry.ModelBroken where the folder is not what was published. Does not load the network."""
        card = registry.read_card(self.path)
        if card.sha256 != self.sha256 or hashlib.sha256(self._weights()).hexdigest() != self.sha256:
            raise registry.ModelBroken(f"The folder of {self} is not what was published. Publish the model again.")

    def activate(self, by: User | None = None, reason: str = "") -> None:
        """CANDIDATE or RETIRED -> ACTIVE. Raises ActivationRefused; a `reason` overrules the comparison and is kept."""
        if self.doubt and not reason:
            raise ActivationRefused(f"{self} {self.doubt}. Give a reason to activate it all the same.")
        self.take_over(by, reason, rolled_back=False)

    def take_over(self, by: User | None, reason: str, *, rolled_back: bool) -> None:
        """Become the active one, whatever the comparison says. Raises ActivationRefused for a broken folder."""
        try:
            self.verify()
        except registry.ModelBroken as broken:
            raise ActivationRefused(broken.sentence) from broken
        with transaction.atomic():
            previous = ModelVersion.objects.select_for_update().filter(state=self.State.ACTIVE).first()
            if previous == self:
                return
            if previous is not None:
                ModelVersion.objects.filter(pk=previous.pk).update(state=self.State.RETIRED)
            self.state, self.problem, self.shadow_percent = self.State.ACTIVE, "", 0
            self.save(update_fields=["state", "problem", "shadow_percent"])
            Activation.objects.create(version=self, previous=previous, by=by, reason=reason, rolled_back=rolled_back)

    @classmethod
    def roll_back(cls, by: User | None = None, reason: str = "") -> Self:
        """Take the last activation back. Raises ActivationRefused when there is none."""
        row = cls.before()
        if row is None:
            raise ActivationRefused("There is no earlier model to go back to.")
        row.take_over(by, reason or f"rolled back from {cls.active()}", rolled_back=True)
        return row

    @classmethod
    def before(cls) -> Self | None:
        """The one that was active until the last activation, and would be again when that is taken back."""
        last = Activation.objects.filter(version=cls.active(), rolled_back=False).exclude(previous=None).first()
        return cls.objects.get(pk=last.previous_id) if last else None

    def shadow(self, percent: int) -> None:
        """CANDIDATE: read `percent` of what comes in beside the active one; 0 stops it. One candidate at a time."""
        if self.state != self.State.CANDIDATE:
            raise ActivationRefused(f"{self} is {self.state}: only a candidate reads in the shadow.")
        with transaction.atomic():
            ModelVersion.objects.exclude(pk=self.pk).update(shadow_percent=0)
            self.shadow_percent = max(0, min(100, percent))
            self.save(update_fields=["shadow_percent"])

    def report(self, problem: str) -> None:
        """A worker could not load it, or (empty) could."""
        ModelVersion.objects.filter(pk=self.pk).exclude(problem=problem).update(problem=problem)

    def _weights(self) -> bytes:
        try:
            return (self.path / registry.WEIGHTS).read_bytes()
        except OSError as error:
            raise registry.ModelBroken(f"The weights of {self} cannot be read. Publish the model again.") from error


class Activation(models.Model):
    """Who made which model the active one, when and why. Never changed."""

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="activations")
    previous = models.ForeignKey(ModelVersion, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    rolled_back = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.version} at {self.at:%Y-%m-%d %H:%M}"


def facts_of(card: Card) -> dict[str, Any]:
    return {"sha256": card.sha256, "card": card.as_json()}
