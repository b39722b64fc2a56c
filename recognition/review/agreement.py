"""How far reviewers agree, two by two, and what they do not agree on."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations

from recognition.models import Prediction
from recognition.models.opinions import CONFLICT, latest_of_each, opinion
from recognition.models.reviews import STANDING, Review
from recognition.review.kappa import kappa

LATEST = 10_000  # reviews that are looked at
MOST = 50  # conflicts that are listed


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers, by their ids, and what they say of the `items` that both have reviewed."""

    reviewers: tuple[int, int]
    items: int
    alike: int
    kappa: float | None


def pairs() -> list[Pair]:
    """Of those who have reviewed the same, the pair with the most items first."""
    rows = Review.objects.filter(STANDING, source=Review.Source.STAFF, reviewer__isnull=False).order_by("-pk")
    words: dict[object, list[Review]] = defaultdict(list)
    for word in reversed(rows.only("prediction_id", "reviewer_id", "source", "verdict", "label")[:LATEST]):
        words[word.prediction_id].append(word)
    said: dict[tuple[int, int], list[tuple[Hashable, Hashable]]] = defaultdict(list)
    for some in words.values():
        by_reviewer = sorted((word.reviewer_id or 0, opinion(word)) for word in latest_of_each(some))
        for (one, first), (other, second) in combinations(by_reviewer, 2):
            said[one, other].append((first, second))
    found = [Pair(both, len(seen), sum(a == b for a, b in seen), kappa(seen)) for both, seen in said.items()]
    return sorted(found, key=lambda pair: -pair.items)


def conflicts() -> list[Prediction]:
    """What reviewers say different things about, the worthiest first."""
    rows = Prediction.objects.filter(worth__gte=CONFLICT).order_by("-worth", "id").prefetch_related("reviews")
    return list(rows.defer("glyphs", "preview", "strokes")[:MOST])
