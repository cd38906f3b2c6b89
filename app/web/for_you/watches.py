"""What members watch on the page of a video, as its script tells it."""

from datetime import UTC, datetime
from typing import Literal, get_args

from flask import abort, request
from werkzeug.wrappers import Response

from app.extensions import db
from app.feed import watches
from app.models import WatchKind
from app.social.marks import MARKS_OF_MEMBER
from app.trending.videos import key_of
from app.web.members import member, members_blueprint, per_member
from app.web.render import keep_private

Told = Literal["view", "play"]
"""The end of a video is only known to its player, which tells nobody."""

blueprint = members_blueprint("watches")


@blueprint.post("/videos/<video_id>/watches")
@per_member(MARKS_OF_MEMBER)
def create(video_id: str) -> Response:
    """Nothing is kept of a member whose deck does not learn."""
    known, kind = member(), request.form.get("kind", "")
    if kind not in get_args(Told):
        abort(400, "A watch is a view or a play.")
    watches.record(db.session(), known, key_of(db.session(), video_id), WatchKind(kind), datetime.now(UTC))
    db.session.commit()
    return keep_private(Response(status=204))
