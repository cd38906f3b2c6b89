"""One change at a time of whom a member follows, blocks or lets in."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

_RELATIONS = 5_001
"""The first half of the advisory locks' keys, the second is the member's id; nobody else locks under this number."""


def lock_members(session: Session, *user_ids: int) -> None:
    """Until the transaction ends, others wait here who name one of these members.

    What was read before may be old now: read again what decides. Every verb that writes follows, requests or blocks
    locks those it is about, once and before it writes, so that a check holds until the commit, and locks are taken in
    the order of ids here and then in that of the triggers that count, so that no two wait for each other.
    """
    session.execute(select(*(func.pg_advisory_xact_lock(_RELATIONS, one) for one in sorted(set(user_ids)))))
