"""Mails that are to be sent: what kinds there are, and how one is queued."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.infra import queue as jobs
from app.models import Mail, Purpose


@dataclass(frozen=True)
class Link:
    """The link in a mail: what it is for, and the path of the page that takes its secret."""

    purpose: Purpose
    path: str


@dataclass(frozen=True)
class Kind:
    """A kind of mail: its subject, and its link if it has one."""

    subject: str
    link: Link | None = None


KINDS = {
    "activation": Kind("Confirm your address", Link(Purpose.ACTIVATION, "/activate/")),
    "already_registered": Kind("You already have an account"),
    "reset": Kind("Choose a new password", Link(Purpose.RESET, "/reset/")),
    "password_changed": Kind("Your password was changed"),
    "email_change": Kind("Confirm your new address", Link(Purpose.EMAIL_CHANGE, "/settings/email/")),
    "email_changed": Kind("The address of your account was changed"),
}
"""By template: `templates/mail/<template>.html` and `.txt`."""


def queue(session: Session, user_id: int | None, address: str, template: str, **context: str | int) -> Mail:
    """Have a mail sent once the transaction of `session` is committed.

    `context` is stored: it must hold no secret. Links are made when the mail is sent. Raises `KeyError` for an
    unknown template.
    """
    if template not in KINDS:
        raise KeyError(template)
    mail = Mail(user_id=user_id, address=address, template=template, context=context)
    session.add(mail)
    session.flush()
    jobs.defer(session, "mail.send", mail_id=mail.id)
    return mail


def withdraw(session: Session, user_id: int, *templates: str) -> None:
    """Delete a member's mails of these kinds that are not sent yet; their jobs find nothing to do."""
    session.execute(delete(Mail).where(Mail.user_id == user_id, Mail.template.in_(templates), Mail.sent_at.is_(None)))
