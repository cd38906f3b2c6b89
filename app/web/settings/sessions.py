"""Where a member is logged in, and how to end that."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.accounts import sessions
from app.extensions import db
from app.web.identity import identity, log_out
from app.web.members import member
from app.web.render import render_private, send_to, wants_partial
from app.web.settings.members import member_row, settings_blueprint

blueprint = settings_blueprint("sessions")


@blueprint.get("")
def index() -> Response:
    found = sessions.mine(db.session(), member().id, datetime.now(UTC))
    return render_private(
        "settings/sessions.html", "settings/_sessions.html", sessions=found, current=identity().session_id
    )


@blueprint.post("/<uuid:session_id>/end")
def end(session_id: UUID) -> Response:
    """End one. One that has ended meanwhile is gone from the list either way."""
    now = datetime.now(UTC)
    if session_id == identity().session_id:
        log_out(now)
        return send_to(url_for("login.new"), 303)
    ended = sessions.revoke(db.session(), member().id, session_id, now)
    db.session.commit()
    if wants_partial():
        return index()
    flash("The session has ended." if ended else "That session had ended before.")
    return send_to(url_for(".index"), 303)


@blueprint.post("/end-others")
def end_others() -> Response:
    sessions.revoke_all(db.session(), member_row(), datetime.now(UTC), keep=identity().session_id)
    db.session.commit()
    flash("You are logged in nowhere else.")
    return send_to(url_for(".index"), 303)


@blueprint.post("/end-all")
def end_all() -> Response:
    now = datetime.now(UTC)
    sessions.revoke_all(db.session(), member_row(), now)
    log_out(now)
    return send_to(url_for("login.new"), 303)
