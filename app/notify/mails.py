"""Mails that are to be sent: what kinds there are, and how one is queued."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.infra import queue as jobs
from app.models import Mail, Purpose


@dataclass(frozen=True)
class Kind:
    """A kind of mail: its subject, and what its link is for if it holds one."""

    subject: str
    link: Purpose | None = None


KINDS = {
    "activation": Kind("Confirm your address", Purpose.ACTIVATION),
    "already_registered": Kind("You already have an account"),
    "reset": Kind("Choose a new password", Purpose.RESET),
    "password_changed": Kind("Your password was changed"),
    "email_change": Kind("Confirm your new address", Purpose.EMAIL_CHANGE),
    "email_changed": Kind("Your address was changed"),
}
"""By template: `templates/mail/<template>.html` and `.txt`."""


def queue(session: Session, user_id: int | None, address: str, template: str, **context: str | int) -> Mail:
    """Have a mail sent once the transaction of `session` is committed.

    `context` is stored: it must hold no secret. Links are made when the mail is sent. Raises `KeyError` for an
    unknown template.
    """
    KINDS[template]
    mail = Mail(user_id=user_id, address=address, template=template, context=context)
    session.add(mail)
    session.flush()
    jobs.defer(session, "mail.send", mail_id=mail.id)
    return mail
