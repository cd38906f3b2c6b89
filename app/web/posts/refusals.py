"""What a writer is told, and beside which field, of the errors that what they filled in can lead to."""

from app.accounts.access import NotIdentified
from app.accounts.idempotency import BusyKey
from app.social.commenting import NoSuchReply
from app.social.posting import NoSuchVideo
from app.social.withdrawal import ReasonNeeded
from app.web.forms import Messages

_TOLD: dict[type[Exception], tuple[str, str]] = {
    NoSuchVideo: (
        "video_id",
        "None of the charts has held a video with this id. Copy it from the address of its page.",
    ),
    NoSuchReply: (
        "",
        "The comment that this answers is no longer there. Copy your words, and start a comment of its own.",
    ),
    ReasonNeeded: ("reason", "Say why. The author sees it."),
    BusyKey: (
        "",
        "This was sent a moment ago. Send it again: you get to what the first one made, and not to a second.",
    ),
    NotIdentified: ("", "You are logged out. Log in in another window, then send this again; nothing here is lost."),
}


def told(error: Exception) -> Messages | None:
    """Messages by field, as `Form.submit` takes them; None for an error that is no refusal."""
    if type(error) not in _TOLD:
        return None
    field, message = _TOLD[type(error)]
    return {field: [message]}
