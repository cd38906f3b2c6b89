"""Which channel this site sends its mails through."""

from typing import TYPE_CHECKING

from app.notify.messages import NoChannel
from app.notify.outbox import Outbox
from config import Settings

if TYPE_CHECKING:
    from app.notify.sendgrid import SendGrid


def shows_mails(settings: Settings) -> bool:
    """Whether mails are shown at /dev/mail instead of being sent."""
    return settings.sendgrid_api_key is None and not settings.is_production


def channel(settings: Settings) -> "SendGrid | Outbox":
    """SendGrid when there is a key for it, in development else the outbox. Raises `NoChannel`."""
    if shows_mails(settings):
        return Outbox(settings.data_dir)
    if settings.sendgrid_api_key is None:
        raise NoChannel("SENDGRID_API_KEY is not set: mails wait in the queue until it is.")
    from app.notify.sendgrid import SendGrid  # here, for only a worker with a key needs it and what it brings

    return SendGrid(settings)
