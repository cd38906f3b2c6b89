"""For how long a form hides something: the choices, and when the chosen one ends."""

from datetime import datetime, timedelta

from flask import abort, request

SPANS = ((1, "1 day"), (7, "7 days"), (30, "30 days"), (0, "for good"))
"""Days, 0 of them without an end, and the words for it."""


def end(now: datetime) -> datetime | None:
    """When the span in the form's `days` ends that begins now; None for one without an end."""
    days = request.form.get("days", "0")
    if days not in {str(number) for number, _ in SPANS}:
        abort(400, "Choose how long from the list.")
    return now + timedelta(days=int(days)) if days != "0" else None
