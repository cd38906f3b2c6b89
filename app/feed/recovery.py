"""Brings back the progress that another machine, or this one before it lost its disk, had copied to PostgreSQL."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed.progress import POSITION
from app.feed.served import Served
from app.infra.embedded.lock import lock_within, open_lock
from app.models import DeckPosition

_ROWS = 10_000
_WAIT_SECONDS = 120.0


def is_recovered(served: Served) -> bool:
    """Whether the progress in a snapshot holds all that PostgreSQL knows of it."""
    return (served.progress.folder / "recovered").exists()


def recover(served: Served, session: Session) -> None:
    """Add what PostgreSQL knows, once for all processes; who came further since keeps that."""
    if is_recovered(served):
        return
    with open(open_lock(served.progress.folder / "recovery.lock")) as lock:
        if not lock_within(lock.fileno(), _WAIT_SECONDS) or is_recovered(served):
            return
        known = select(DeckPosition.user_id, DeckPosition.position, DeckPosition.mask)
        told = session.execute(
            known.where(DeckPosition.snapshot == served.number), execution_options={"yield_per": _ROWS}
        )
        for user_id, position, mask in told:
            _add(served, user_id, position, int.from_bytes(mask, "little"))
        (served.progress.folder / "recovered").touch()


def _add(served: Served, user_id: int, position: int, mask: int) -> None:
    if mask:
        served.progress.change_mask(user_id, add=mask)

    def further(place: int) -> int:
        return place - (place & POSITION) + max(place & POSITION, position)

    served.progress.change_place(user_id, further)
