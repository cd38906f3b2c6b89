"""Takes observations in: stores them, then ranks every capture that they change."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.trending.captures import Stored, store
from app.trending.chart_history import LOOK_BACK
from app.trending.observation import Observation, Source
from app.trending.rankings import rebuild

LOCK = 0x55505356
"""Advisory lock of all intakes, so that two at once do not wait for each other's rows in a circle."""


def take_in(session: Session, source: Source, observations: Iterable[Observation]) -> Stored:
    """Store observations and rebuild the rankings they touch, in the caller's transaction; nothing is committed.

    After committing, the caller renews the cached region lists of `Stored.changed` (`lists.renew`).
    """
    stored = keep(session, source, observations)
    rank(session, stored)
    return stored


def keep(session: Session, source: Source, observations: Iterable[Observation]) -> Stored:
    """The first half of `take_in`: store, and rank nothing yet."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    stored = store(session, source, observations)
    session.execute(text("ANALYZE chart_entries, videos"))
    return stored


def rank(session: Session, stored: Stored) -> None:
    """The second half of `take_in`: rebuild the rankings that changed captures touch."""
    for region_code, changed in sorted(stored.changed.items()):
        rebuild(session, region_code, min(changed), max(changed) + LOOK_BACK)
