"""What is refused is refused in a sentence, with a status and a code; pages and API each show it in their own way."""

from typing import Self


class Refused(Exception):
    """An HTTP status, a code, a sentence that says what to do, and after how many seconds to try again, if ever."""

    def __init__(self, status: int, code: str, sentence: str, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.code, self.sentence, self.retry_after = status, code, sentence, retry_after

    @property
    def headers(self) -> dict[str, str]:
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    @classmethod
    def without_database(cls) -> Self:
        return cls(503, "database_away", "Our database does not answer. Please try again in a moment.", retry_after=5)

    @classmethod
    def without_room(cls) -> Self:
        sentence = "We have no room for pictures at the moment. Please try again later."
        return cls(503, "storage_full", sentence, retry_after=60)
