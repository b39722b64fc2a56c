"""What a worker says of a row that it has just finished, so that whoever waits need not ask the database.

The row was written first and stays the truth; this is what was written.
"""

import json
from datetime import datetime

from recognition.models import Prediction

PLAIN = (
    *("status", "text", "number", "confidence", "decision", "reason", "digits", "worth", "width", "height"),
    *("model_name", "model_version", "read_ms", "error_code", "error", "attempts"),
)
TIMES = ("started_at", "finished_at")
LARGE = ("glyphs", "preview")  # asked of the database by whoever wants them


def tell(row: Prediction) -> str:
    """For a row that this process began and finished."""
    times = {name: getattr(row, name).isoformat() for name in TIMES}
    return json.dumps({**{name: getattr(row, name) for name in PLAIN}, **times})


def hear(row: Prediction, message: str | None) -> bool:
    """`row` becomes what the message says. False: it says nothing, and the database must be asked."""
    if not message or not message.startswith("{"):
        return False
    said = json.loads(message)
    for name in PLAIN:
        setattr(row, name, said[name])
    for name in TIMES:
        setattr(row, name, datetime.fromisoformat(said[name]))
    for name in LARGE:
        row.__dict__.pop(name, None)
    return True
