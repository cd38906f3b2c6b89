"""The task that sends a mail."""

import logging
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from flask import current_app, g
from sqlalchemy import update

from app.accounts import links
from app.extensions import db
from app.infra.queue import tasks
from app.jobs.retries import Backoff
from app.models import Mail, Purpose, User
from app.notify.channels import channel
from app.notify.mails import KINDS
from app.notify.messages import Message, PermanentFailure, TemporaryFailure
from app.notify.rendering import render
from config import Settings

logger = logging.getLogger(__name__)

PATIENCE = timedelta(hours=24)
"""How old a mail may be when it is tried once more after a failure that may pass."""


@tasks.task(name="mail.send", retry=Backoff())
def send(mail_id: int) -> None:
    """Send a mail once. Run again it does nothing if the mail is recorded as sent.

    A worker that dies between the other side's acceptance and that record sends twice: at least once is the promise.
    """
    # Locked until its link is committed, so that who withdraws the mail meanwhile also ends that link.
    mail = db.session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.sent_at is not None:
        return
    settings: Settings = current_app.config["SETTINGS"]
    created_at = mail.created_at
    way = channel(settings)
    try:
        with way.attempt():
            way.send(_message(mail, settings.site_url))
    except TemporaryFailure as error:
        if datetime.now(UTC) - created_at < PATIENCE:
            logger.warning("mail %s is tried again later (request %s): %s", mail_id, g.get("request_id"), error)
            raise
        _fail(mail_id, f"Given up after {PATIENCE.total_seconds() / 3600:.0f} hours. {error}")
    except PermanentFailure as error:
        _fail(mail_id, str(error))
    _record(mail_id, sent_at=datetime.now(UTC), failed_at=None, failure=None)
    logger.info("mail %s is sent (request %s)", mail_id, g.get("request_id"))


def _message(mail: Mail, site_url: str) -> Message:
    """The mail as it goes out. Its link is committed first, so that it works for the first who opens it."""
    user = db.session.get(User, mail.user_id) if mail.user_id else None
    template, to = mail.template, mail.address
    values = {**mail.context, "username": user.username if user else None, "site_url": site_url}
    link = KINDS[template].link
    if link and user:
        values |= {"link": site_url + link.path + _secret(link.purpose, user, to), "link_days": links.LIFETIME.days}
    db.session.commit()  # no transaction is open while the other side takes its time
    return render(template, to, values)


def _secret(purpose: Purpose, user: User, to: str) -> str:
    """The secret of a new link. What the old mailbox gets after a change of address must open nothing."""
    if purpose is Purpose.EMAIL_CHANGE:
        return links.issue(db.session(), user.id, purpose, datetime.now(UTC), to)
    if to.lower() != user.email.lower():
        raise PermanentFailure("The account has another address now.")
    return links.issue(db.session(), user.id, purpose, datetime.now(UTC))


def _fail(mail_id: int, reason: str) -> NoReturn:
    logger.error("mail %s is not sent (request %s): %s", mail_id, g.get("request_id"), reason)
    _record(mail_id, failed_at=datetime.now(UTC), failure=reason)
    raise PermanentFailure(reason) from None


def _record(mail_id: int, **end: datetime | str | None) -> None:
    """Write down how it ended; a mail withdrawn meanwhile is not there any more, which is no error."""
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(end))
    db.session.commit()
