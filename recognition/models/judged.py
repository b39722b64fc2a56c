"""What people say about a row, and what of it counts; a part of Prediction."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction

from recognition.models import opinions
from recognition.models.reviews import Review, standing


class Judged(models.Model):
    """`review` and `take_back` are the only two that write reviews. Both lock the row first, so that the latest word is
    the one that counts, and leave `verdict` and `worth` as the standing reviews have them."""

    reviews: Any
    digits: Any
    reason: Any
    forgotten_at: Any

    verdict = models.CharField(max_length=12, choices=Review.Verdict, blank=True, help_text="The latest review's.")
    worth = models.FloatField(
        null=True, blank=True, help_text="Of another review (recognition.models.opinions); empty: none is needed."
    )

    class Meta:
        abstract = True

    def review(self, verdict: str, label: str = "", **said: Any) -> Review:
        """Keep what a person says about it. `said` are further fields of Review."""
        return self._say(verdict=verdict, label=label, **said)

    def take_back(self, review: Review, by: User) -> bool:
        """The review counts no more; both stay in the history. False: it was taken back before."""
        withdrawing = {"source": review.source, "reviewer": by, "withdraws": review}
        with transaction.atomic():
            self._lock()
            open_ = not Review.objects.filter(withdraws=review).exists()
            if open_:
                self._say(**withdrawing)
        return open_

    @property
    def latest_review(self) -> Review | None:
        """The latest that stands; asks the database only where there is one, or takes it from what was prefetched."""
        return standing(self.reviews.all())[-1] if self.verdict else None

    @property
    def counting_review(self) -> Review | None:
        """The one to learn from: reviewers' before its user's; none while reviewers are in conflict."""
        return opinions.counting(standing(self.reviews.all())) if self.verdict else None

    def _say(self, **fields: Any) -> Review:
        with transaction.atomic():
            self._lock()
            review = Review.objects.create(prediction_id=self.pk, **fields)
            self._weigh(standing(Review.objects.filter(prediction_id=self.pk)))
        return review

    def _lock(self) -> None:
        self.forgotten_at = self._row().select_for_update().values_list("forgotten_at", flat=True).first()

    def _weigh(self, words: Sequence[Review]) -> None:
        self.verdict = words[-1].verdict if words else ""
        self.worth = None if self.forgotten_at else opinions.worth(self.pk, self.digits, self.reason, words)
        self._row().update(verdict=self.verdict, worth=self.worth)

    def _row(self) -> models.QuerySet[Any]:
        return models.QuerySet(type(self)).filter(pk=self.pk)
