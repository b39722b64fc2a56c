"""What a person may do with a batch under way; pages and the API call this."""

from uuid import UUID

from recognition.batches import dispatch
from recognition.models.batch import Batch
from recognition.owners import Owner
from recognition.uploads import Refused

VERBS = ("pause", "resume", "cancel", "retry")


def act(batch: Batch, verb: str, item: str = "") -> None:
    """One of VERBS; retry is of one failed item, or of all. To do again what is done already is no mistake."""
    match verb:
        case "pause":
            batch.pause()
        case "cancel":
            batch.cancel()
        case "resume":
            batch.resume()
        case _:
            batch.retry(batch.items.filter(pk=_id(item)) if item else batch.items.all())
    dispatch.fill(Owner(batch.owner_id, batch.visitor))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(400, "no_such_item", "“item” must be the id of an item.") from None
