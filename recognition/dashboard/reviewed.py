"""What reviewers found in the readings of some weeks: how often they are right, what is taken for what, and how far
two reviewers agree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count

from recognition.dashboard.estimates import Estimate, Stratum, estimate
from recognition.models import Prediction, Review
from recognition.models.opinions import CONFLICT, DISAGREEMENT, contradicts, latest_of_each, opinion, settled
from recognition.models.reviews import standing
from recognition.models.tallies import Tally
from recognition.review.kappa import kappa

MOST = 5_000  # reviews: of the latest so many
FIELDS = ("prediction_id", "reviewer_id", "source", "verdict", "label", "digits", "probability", "withdraws_id")
OF_PREDICTION = ("model_name", "model_version", "decision", "reason", "number", "worth")
ACCEPTED = Prediction.Decision.ACCEPTED
Version = tuple[str, str]
Key = tuple[Version, str]  # and the decision


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of one model version: of all that it read, and of what it accepted."""

    version: Version
    read: int
    read_accepted: int
    every: Estimate | None
    accepted: Estimate | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `items` that two have looked at, `alike` were seen alike; `kappa` is what chance does not explain of it."""

    items: int
    alike: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word is about."""

    version: Version
    decision: str
    reason: str
    number: str
    worth: float | None

    @property
    def is_waiting_objection(self) -> bool:
        """Its user calls it wrong, and a reviewer, perhaps another one, is still to look."""
        return self.worth is not None and DISAGREEMENT <= self.worth < CONFLICT

    @property
    def key(self) -> Key:
        return self.version, self.decision


class Reviewed:
    """The reviewers' standing words on readings since a moment, the latest MOST of them."""

    def __init__(self, since: datetime) -> None:
        self.since = since

    @cached_property
    def latest(self) -> list[Review]:
        """Oldest first. Joined to nothing, so that an index answers it however many reviews there are."""
        found = Review.objects.filter(source=Review.Source.STAFF, created_at__gte=self.since)
        return standing(found.only(*FIELDS).order_by("-pk")[:MOST])

    @cached_property
    def readings(self) -> dict[UUID, Reading]:
        """What they are about, of the same weeks."""
        ids = {word.prediction_id for word in self.latest}
        rows = Prediction.objects.filter(pk__in=ids, created_at__gte=self.since).order_by()
        return {row[0]: Reading(row[1:3], *row[3:]) for row in rows.values_list("pk", *OF_PREDICTION)}

    @cached_property
    def words(self) -> dict[UUID, list[Review]]:
        """By prediction, each one's latest word, oldest first."""
        words: dict[UUID, list[Review]] = defaultdict(list)
        for word in self.latest:
            if word.prediction_id in self.readings:
                words[word.prediction_id].append(word)
        return {pk: latest_of_each(some) for pk, some in words.items()}

    @cached_property
    def settled(self) -> list[Review]:
        """One for each prediction on which they do not contradict each other and that can be told."""
        found = (settled(words) for words in self.words.values())
        return [word for word in found if word and word.verdict != Review.Verdict.UNCLEAR]

    @property
    def agreement(self) -> Agreement:
        pairs = [(opinion(words[0]), opinion(words[1])) for words in self.words.values() if len(words) > 1]
        return Agreement(len(pairs), sum(one == other for one, other in pairs), kappa(pairs))

    @property
    def confusion(self) -> Counter[tuple[int | None, int]]:
        """(what it is, None for no digit; what was read) to how often, where the reviewer said it digit by digit."""
        return Counter(pair for word in self.settled for pair in confused(word, self.readings[word.prediction_id]))

    def accuracies(self, tallies: Iterable[Tally]) -> list[Accuracy]:
        """By model version, the one that has read most first."""
        read: Counter[Key] = Counter()
        for tally in tallies:
            if tally.outcome in Prediction.Decision.values:
                read[(tally.model_name, tally.model_version), tally.outcome] += tally.count
        strata = self._strata(read)
        totals: Counter[Version] = Counter()
        for (version, _), count in read.items():
            totals[version] += count
        return [
            Accuracy(
                version,
                count,
                read[version, ACCEPTED],
                _of(strata, version, Prediction.Decision.values),
                _of(strata, version, [ACCEPTED]),
            )
            for version, count in totals.most_common()
        ]

    def _strata(self, read: Counter[Key]) -> dict[Key, list[Stratum]]:
        """Of each version and decision two: what its user calls wrong, of which everything is looked at, and the rest,
        of which a share was drawn at random. What was looked at for the model's doubt stands for nothing."""
        objected, drawn = self._by_chance(certain=True), self._by_chance(certain=False)
        waiting = self._objections_waiting()
        certain = [self.readings[pk] for pk, words in self.words.items() if words[0].probability == 1]
        looked_at = Counter(reading.key for reading in certain if not reading.is_waiting_objection)
        strata = {}
        for key, count in read.items():
            wrong = waiting[key] + looked_at[key]
            rest = max(count - wrong, len(drawn[key]))
            strata[key] = [_stratum(wrong, objected[key]), _stratum(rest, drawn[key])]
        return strata

    def _by_chance(self, *, certain: bool) -> dict[Key, list[bool]]:
        """Whether they were right, of those that were drawn with certainty, or with a lower known chance."""
        found: dict[Key, list[bool]] = defaultdict(list)
        for word in self.settled:
            if word.probability is not None and (word.probability == 1) == certain:
                reading = self.readings[word.prediction_id]
                found[reading.key].append(is_right(word, reading))
        return found

    def _objections_waiting(self) -> Counter[Key]:
        rows = Prediction.objects.filter(worth__gte=DISAGREEMENT, worth__lt=CONFLICT, created_at__gte=self.since)
        counts = rows.order_by().values_list("model_name", "model_version", "decision").annotate(count=Count("pk"))
        return Counter({((name, version), decision): count for name, version, decision, count in counts})


def is_right(word: Review, reading: Reading) -> bool:
    """Whether it was, however its digits are grouped."""
    if word.verdict == Review.Verdict.CORRECTED and "".join(word.label.split()) == reading.number:
        return True
    return not contradicts(word, reading.reason)


def confused(word: Review, reading: Reading) -> list[tuple[int | None, int]]:
    read = [int(digit) for digit in reading.number]
    if word.verdict == Review.Verdict.NOT_A_DIGIT and len(read) == 1:
        return [(None, read[0])]
    values: list[Any] = [digit["value"] for digit in word.digits]
    return list(zip(values, read, strict=True)) if len(values) == len(read) else []


def _stratum(population: int, right: Sequence[bool]) -> Stratum:
    return Stratum(population, len(right), sum(right))


def _of(strata: dict[Key, list[Stratum]], version: Version, decisions: Iterable[str]) -> Estimate | None:
    return estimate(one for decision in decisions for one in strata.get((version, decision), ()))
