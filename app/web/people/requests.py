"""Who waits for a private member's approval, and the member's answers."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.accounts.attempts import RELATIONS_OF_MEMBER
from app.extensions import db
from app.social import following
from app.social.members import MAX_ID
from app.web.identity import reading
from app.web.members import member, members_blueprint, per_member
from app.web.render import keep_private, render_private, send_to, wants_partial
from app.web.requested import window

blueprint = members_blueprint("follow_requests")


@blueprint.get("/follow-requests")
def index() -> Response:
    member()
    listed = following.requests(db.session(), reading(), window())
    return render_private("people/requests.html", "people/_requests.html", listed=listed)


@blueprint.post(f"/follow-requests/<int(max={MAX_ID}):user_id>/approve")
@per_member(RELATIONS_OF_MEMBER)
def approve(user_id: int) -> Response:
    following.approve(db.session(), member(), user_id)
    db.session.commit()
    return _next("They follow you now.")


@blueprint.post(f"/follow-requests/<int(max={MAX_ID}):user_id>/decline")
@per_member(RELATIONS_OF_MEMBER)
def decline(user_id: int) -> Response:
    following.decline(db.session(), member(), user_id)
    db.session.commit()
    return _next("The request is gone. They are not told.")


def _next(told: str) -> Response:
    if wants_partial():
        return index()
    flash(told)
    return keep_private(send_to(url_for(".index"), 303))
