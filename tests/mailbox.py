"""The mails that a test's own transaction holds, sent as a worker would send them."""

import re

from apiflask import APIFlask
from sqlalchemy import select

from app.extensions import db
from app.jobs import mail as mail_jobs
from app.models import Mail
from app.notify.outbox import Outbox, Shown


def delivered(app: APIFlask) -> list[Shown]:
    """Send the mails that wait: those of this call, newest first."""
    with app.app_context():
        waiting = db.session.scalars(select(Mail.id).where(Mail.sent_at.is_(None)).order_by(Mail.id)).all()
        for mail_id in waiting:
            mail_jobs.send(mail_id=mail_id)
    return Outbox(app.config["SETTINGS"].data_dir).mails()[: len(waiting)]


def secret_in(mail: Shown) -> str:
    """The secret of the link in a mail."""
    (secret,) = re.findall(r"https?://\S+/([\w-]{43})\s", mail["text"])
    return str(secret)
