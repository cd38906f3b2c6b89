"""What members say of an item of their deck: more, less, hide, not this channel, each with its undo."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.feed import feedback
from app.feed.extension import store
from app.feed.feedback import FEEDBACK_OF_MEMBER
from app.feed.standing import Effect
from app.models import FeedbackKind
from app.trending import videos
from app.web.for_you.decks import deck_blueprint
from app.web.members import member, per_member
from app.web.render import keep_private, render_private, send_to, wants_partial
from app.web.requested import came_from, wished

SAID = "said of a deck"
"""The category of flashed messages that hold what the page of the deck tells with an undo."""

HIDE_CHANNEL = "hide_channel"
KINDS = {*FeedbackKind, HIDE_CHANNEL}

blueprint = deck_blueprint("deck_feedback", url_prefix="/for-you")


@blueprint.post("/<video_id>/feedback")
@per_member(FEEDBACK_OF_MEMBER)
def create(video_id: str) -> Response:
    """Say one of KINDS, or take it back; without htmx, go back to the deck, which tells what it did."""
    kind, is_on = request.form.get("kind", ""), wished()
    if kind not in KINDS:
        abort(400, "The form was cut short. Load the page again and use its button.")
    key, video = videos.find(db.session(), video_id)
    effect = _say(kind, is_on, key)
    db.session.commit()
    told: dict[str, Any] = {
        "video_id": video.id,
        "title": video.title,
        "channel": video.channel_title,
        "kind": kind,
        "is_on": is_on,
        "left": sorted(effect.left - {video.id}),
        "removed": effect.removed,
        "remaining": effect.remaining,
    }
    if wants_partial():
        return render_private("for_you/_answer.html", said=told)
    flash(told, SAID)  # type: ignore[arg-type]  # it goes into the session as JSON, and to a template of its own
    return keep_private(send_to(f"{came_from(url_for('for_you.index'))}#said", 303))


def _say(kind: str, is_on: bool, key: int) -> Effect:
    """Of the video with a database id."""
    about, now = (db.session(), store(), member(), key), datetime.now(UTC)
    if kind == HIDE_CHANNEL:
        return feedback.hide_channel(*about, now) if is_on else feedback.show_channel_of(*about)
    return feedback.give(*about, FeedbackKind(kind), now) if is_on else feedback.withdraw(*about)
