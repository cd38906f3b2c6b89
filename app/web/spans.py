"""For how long a form hides something: the choices, and when the chosen one ends."""

from datetime import datetime, timedelta
from typing import Literal

from flask import abort, request

Days = Literal["1", "7", "30", "0"]
SPANS: tuple[tuple[Days, str], ...] = (("1", "1 day"), ("7", "7 days"), ("30", "30 days"), ("0", "for good"))
"""With the words for each."""

DAY_SECONDS = 24 * 60 * 60


def end(now: datetime) -> datetime | None:
    """When the span in the form's `days` ends that begins now; None for good."""
    chosen = request.form.get("days", "0")
    if chosen not in dict(SPANS):
        abort(400, "Choose from the list how long it is to be.")
    return now + timedelta(days=int(chosen)) if chosen != "0" else None
