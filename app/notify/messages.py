"""What every channel takes, and how each of them fails."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One mail to one address, ready to be sent."""

    to: str
    subject: str
    text: str
    html: str


class TemporaryFailure(Exception):
    """It was not sent, and may be later: not before `retry_after` seconds when the other side said so."""

    def __init__(self, reason: str, retry_after: float = 0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class PermanentFailure(Exception):
    """It was refused, and would be again; the message is the other side's reason."""


class NoChannel(Exception):
    """Mails wait: this site was not told how to send them."""
