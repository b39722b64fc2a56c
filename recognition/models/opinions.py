"""Several people's words on one prediction: which one counts, whether they disagree, and how much it is worth to ask
once more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from recognition.models.reviews import Review

RANDOM_SHARE = 0.1  # of everything is drawn at random, so that mistakes the model is sure of are found too
SECOND_SHARE = 0.1  # of what was reviewed is shown to a second reviewer, who does not see what the first said
DISAGREEMENT = 2.0  # worth from here: its user says otherwise than the model
CONFLICT = 3.0  # worth from here: reviewers say different things
BITS = 20  # of an id, for each share


def worth(
    prediction_id: UUID, digits: Sequence[Mapping[str, Any]], reason: str, words: Sequence[Review]
) -> float | None:
    """What another review is worth. Reviewers' conflicts 3 to 4, what its user calls wrong 2 to 3, else the model's
    doubt, 0 to 1. Below 0, from -1: drawn at random, in random order. None: nobody needs to look.

    `words` are the standing reviews, oldest first.
    """
    experts = latest_of_each(words)
    if experts and settled(experts) is None:
        return CONFLICT + doubt(digits)
    if len(experts) > 1 or (experts and not falls_in(prediction_id, 2, SECOND_SHARE)):
        return None
    user = next((word for word in reversed(words) if word.source == Review.Source.USER), None)
    if user and contradicts(user, reason):
        return DISAGREEMENT + doubt(digits)
    if falls_in(prediction_id, 1, RANDOM_SHARE):
        return -place(prediction_id, 1) / RANDOM_SHARE
    return doubt(digits)


def doubt(digits: Sequence[Mapping[str, Any]]) -> float:
    """Of the least sure digit, 0 to 1: a small margin between the two likeliest digits, or a non-digit score that says
    neither yes nor no."""
    return round(max((_doubt(digit["probabilities"], digit["not_digit"]) for digit in digits), default=0.0), 6)


def _doubt(probabilities: Sequence[float], not_digit: float) -> float:
    second, first = sorted(probabilities)[-2:]
    return max((1 - first + second) * (1 - not_digit), 1 - abs(2 * not_digit - 1))


def contradicts(review: Review, reason: str) -> bool:
    """Whether it says otherwise than the model, which gave `reason` for not accepting ("" where it accepted)."""
    if review.verdict == Review.Verdict.NOT_A_DIGIT:
        return reason not in {"not_a_digit", "blank"}
    return review.verdict == Review.Verdict.CORRECTED or (
        review.verdict == Review.Verdict.ACCEPTED and reason == "not_a_digit"
    )


def counting(words: Sequence[Review]) -> Review | None:
    """The one to learn from: what most reviewers say, else its user's latest. None where reviewers are in conflict.

    `words` are the standing reviews, oldest first.
    """
    experts = latest_of_each(words)
    return settled(experts) if experts else (words[-1] if words else None)


def latest_of_each(words: Sequence[Review]) -> list[Review]:
    """Each reviewer's latest word; whose account is gone is one reviewer."""
    return list({word.reviewer_id: word for word in words if word.source == Review.Source.STAFF}.values())


def settled(experts: Sequence[Review]) -> Review | None:
    """The latest of those who say what most say; None where no opinion has more than any other."""
    said = Counter(opinion(word) for word in experts).most_common(2)
    if not said or (len(said) == 2 and said[0][1] == said[1][1]):
        return None
    return max((word for word in experts if opinion(word) == said[0][0]), key=lambda word: word.pk)


def opinion(word: Review) -> tuple[str, ...]:
    """What two reviewers agree or disagree in: the digits, however they are grouped, or that there are none."""
    return ("".join(word.label.split()),) if word.label else ("", word.verdict)


def falls_in(prediction_id: UUID, which: int, share: float) -> bool:
    return place(prediction_id, which) < share


def place(prediction_id: UUID, which: int) -> float:
    """A number over 0, up to 1, from the id's own random bits: the same whoever asks and whenever."""
    bits = (prediction_id.int >> BITS * (which - 1)) % (1 << BITS)
    return (bits + 1) / (1 << BITS)
