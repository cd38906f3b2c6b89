"""How times and ages are written on pages; all in UTC."""

from datetime import UTC, datetime, timedelta

from app.trending.regions import CAPTURE_EXPECTED

_STEPS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))
_DATE_AFTER = timedelta(days=30)


def ago(moment: datetime, now: datetime | None = None) -> str:
    """An age in whole units, such as `6 hours ago`; beyond 30 days, the date."""
    age = (now or datetime.now(UTC)) - moment
    if age > _DATE_AFTER:
        return day(moment)
    for step, name in _STEPS:
        if age >= step:
            number = age // step
            return f"{number} {name}{'' if number == 1 else 's'} ago"
    return "just now"


def day(moment: datetime) -> str:
    """A date: 28 April 2021."""
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y}"


def clock(moment: datetime) -> str:
    """A date and time: 28 April 2021, 14:00 UTC."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def rfc3339(moment: datetime) -> str:
    """For the `datetime` attribute: 2021-04-28T14:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def is_stale(captured_at: datetime, now: datetime | None = None) -> bool:
    """Whether a region's newest capture is too old to be called what is rising now."""
    return (now or datetime.now(UTC)) - captured_at > CAPTURE_EXPECTED


def lag(span: timedelta) -> str:
    """A span in its two largest units: 9 hours, 2 days 4 hours."""
    days, hours = divmod(round(span / timedelta(hours=1)), 24)
    parts = [
        f"{number} {name}{'' if number == 1 else 's'}" for number, name in ((days, "day"), (hours, "hour")) if number
    ]
    return " ".join(parts) or "less than an hour"


def short_lag(span: timedelta) -> str:
    """The same where there is little room: 9 h, 2 d 4 h."""
    days, hours = divmod(round(span / timedelta(hours=1)), 24)
    return " ".join(f"{number} {unit}" for number, unit in ((days, "d"), (hours, "h")) if number) or "<1 h"
