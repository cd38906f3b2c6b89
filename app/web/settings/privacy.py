"""Who sees what a member writes and likes, and whom they keep out of their sight."""

from flask import flash, url_for
from pydantic import BaseModel
from werkzeug.wrappers import Response

from app.accounts.attempts import RELATIONS_OF_MEMBER
from app.extensions import db
from app.models import User
from app.social import hiding, profiles
from app.social.paging import Window
from app.social.profiles import ProfileChanges
from app.web.forms import Form, Refused
from app.web.identity import reading
from app.web.members import REFUSED, member, per_member
from app.web.render import render_private, send_to
from app.web.requested import window
from app.web.settings.members import member_row, settings_blueprint
from app.web.settings.profile import nothing_told
from app.web.spans import SPANS

blueprint = settings_blueprint("privacy")


class PrivacyForm(BaseModel):
    """Both choices, each by buttons of which one is pressed."""

    is_private: bool
    shows_likes: bool


@blueprint.get("")
def show() -> Response:
    user = member_row()
    return _page(Form(PrivacyForm, is_private=str(user.is_private).lower(), shows_likes=str(user.shows_likes).lower()))


@blueprint.post("")
@per_member(RELATIONS_OF_MEMBER)
def update() -> Response:
    form = Form(PrivacyForm)
    try:
        form.submit(_edit, nothing_told)
    except Refused:
        return _page(form, REFUSED)
    db.session.commit()
    flash("Your choices are saved.")
    return send_to(url_for(".show"), 303)


@blueprint.get("/blocked")
def blocked() -> Response:
    listed = hiding.blocked(db.session(), member(), window())
    return render_private("settings/blocked.html", "settings/_blocked.html", blocked=listed)


@blueprint.get("/muted")
def muted() -> Response:
    listed = hiding.muted(db.session(), reading(), window())
    return render_private("settings/muted.html", "settings/_muted.html", muted=listed, spans=SPANS)


@blueprint.post("/blocked/<username>/unblock")
@per_member(RELATIONS_OF_MEMBER)
def unblock(username: str) -> Response:
    user = hiding.find(db.session(), reading(), username)
    hiding.unblock(db.session(), member(), user)
    db.session.commit()
    flash(f"@{username} is blocked no longer. Neither of you follows the other by that.")
    return send_to(url_for(".show"), 303)


def _edit(filled: PrivacyForm) -> User:
    return profiles.edit(db.session(), member(), ProfileChanges.model_validate(filled.model_dump()))


def _page(form: Form[PrivacyForm], code: int = 200) -> Response:
    hidden = {
        "blocked": hiding.blocked(db.session(), member(), Window()),
        "muted": hiding.muted(db.session(), reading(), Window()),
    }
    return render_private("settings/privacy.html", "settings/_privacy.html", code, form=form, spans=SPANS, **hidden)
