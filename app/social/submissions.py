"""Forms that were sent: the same one sent again leads to what the first made, and makes nothing."""

from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import IdempotencyKey

_PREFIX = "form-"
"""Keys of clients of the JSON interface are other ones, for these are digests that nobody chooses."""


def begin(session: Session, user_id: int, sent: bytes) -> str | None:
    """Note that a member sends a form, told by all that is in it; where it led when it was sent before.

    One that is being sent is waited for. It counts from the commit on, so one that fails may be sent again.
    """
    digest = sha256(sent)
    key = _PREFIX + digest.hexdigest()
    values = {"user_id": user_id, "key": key, "fingerprint": digest.digest(), "status": 303, "headers": {}, "body": b""}
    made = insert(IdempotencyKey).values(values).on_conflict_do_nothing().returning(IdempotencyKey.key)
    if session.scalar(made) is not None:
        return None
    known = select(IdempotencyKey.headers).where(IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
    return session.execute(known).scalar_one().get("Location")


def finish(session: Session, user_id: int, sent: bytes, location: str) -> None:
    """Note where it led."""
    key = _PREFIX + sha256(sent).hexdigest()
    of_form = (IdempotencyKey.user_id == user_id, IdempotencyKey.key == key)
    session.execute(update(IdempotencyKey).where(*of_form).values(headers={"Location": location}))
