"""Which channel this site sends its mails through."""

from app.notify.messages import NoChannel
from app.notify.outbox import Outbox
from app.notify.sendgrid import SendGrid
from config import Settings


def shows_mails(settings: Settings) -> bool:
    """Whether mails are shown at /dev/mail instead of being sent."""
    return settings.sendgrid_api_key is None and not settings.is_production


def channel(settings: Settings) -> SendGrid | Outbox:
    """SendGrid when there is a key for it, in development else the outbox. Raises `NoChannel`."""
    if shows_mails(settings):
        return Outbox(settings.data_dir)
    if settings.sendgrid_api_key is None:
        raise NoChannel("SENDGRID_API_KEY is not set: mails wait in the queue until it is.")
    return SendGrid(settings)
