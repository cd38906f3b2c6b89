"""Mails to addresses of which the one who asks shall not learn whether they are known."""

from sqlalchemy.orm import Session

from app.models import User
from app.notify import mails


def queue(session: Session, user: User | None, email: str, template: str) -> None:
    """Queue a mail to the member. Without one do the same work and take it back: the time taken tells nothing."""
    if user is not None:
        mails.queue(session, user.id, user.email, template)
        return
    with session.begin_nested() as savepoint:
        mails.queue(session, None, email, template)
        savepoint.rollback()
