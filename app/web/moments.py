"""The time that a page of the time machine is asked for."""

from datetime import UTC, datetime, timedelta

from flask import abort, request

from app.trending.lists import OutsideHistory


def asked() -> datetime | None:
    """The time in `?at=`, such as 2026-10-01T18:00Z; one without a zone, as a browser's form sends it, is UTC.

    None without `?at=`; 400 where it cannot be read. Raises `OutsideHistory` for a time to come.
    """
    text = request.args.get("at", "")
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))  # a bare + of a zone arrives as a space
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        abort(400, "A time is written as in ?at=2026-10-01T18:00Z.")
    if moment > datetime.now(UTC):
        raise OutsideHistory(None, None)
    return moment


def address(moment: datetime | None) -> str | None:
    """A time as links carry it: 2026-10-01T18:00Z."""
    return None if moment is None else f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def earlier(moment: datetime, hours: int) -> datetime:
    """The time so many hours before."""
    return moment - timedelta(hours=hours)
