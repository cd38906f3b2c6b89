"""Who sees what a member writes and likes, and whom they keep out of their sight."""

from flask import flash, request, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from app.extensions import db
from app.social import hiding, profiles
from app.social.paging import MAX_LIMIT, Window
from app.social.profiles import ProfileChanges
from app.web import spans
from app.web.accounts import throttles
from app.web.forms import Form, Refused
from app.web.identity import reading
from app.web.render import render_private, send_to
from app.web.requested import window
from app.web.settings.members import member, member_row, settings_blueprint

blueprint = settings_blueprint("privacy")


class PrivacyForm(BaseModel):
    """Both choices, as buttons of which one is always pressed."""

    is_private: bool
    shows_likes: bool


@blueprint.get("")
def show() -> Response:
    user = member_row()
    chosen = {"is_private": user.is_private, "shows_likes": user.shows_likes}
    return _page(Form(PrivacyForm, **{name: str(value).lower() for name, value in chosen.items()}))


@blueprint.post("")
def update() -> Response:
    form = Form(PrivacyForm)
    try:
        form.submit(
            lambda filled: profiles.edit(db.session(), member(), ProfileChanges(**filled.model_dump())), lambda _: None
        )
    except Refused:
        return _page(form, throttles.REFUSED)
    db.session.commit()
    flash("Your choices are saved.")
    return send_to(url_for(".show"), 303)


@blueprint.get("/blocked")
def blocked() -> Response:
    return render_private("settings/blocked.html", listed=hiding.blocked(db.session(), member(), window()))


@blueprint.get("/muted")
def muted() -> Response:
    listed = hiding.muted(db.session(), reading(), window())
    return render_private("settings/muted.html", listed=listed, spans=spans.SPANS)


@blueprint.post("/blocked/<username>/unblock")
def unblock(username: str) -> Response:
    user = hiding.find(db.session(), reading(), username)
    hiding.unblock(db.session(), member(), user)
    db.session.commit()
    flash(f"You blocked @{user.username} no longer.")
    return send_to(url_for(".show"), 303)
