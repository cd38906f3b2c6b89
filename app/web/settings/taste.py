"""What the deck holds of a member: their interests with what they are read from, each to be decided about."""

from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, request, url_for
from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Response

from app.extensions import db
from app.feed import feedback, sheet
from app.feed.extension import store
from app.feed.feedback import FEEDBACK_OF_MEMBER
from app.feed.sheet import InterestChange, Sheet, TasteChanges
from app.feed.standing import Effect
from app.feed.taste import InterestKey
from app.web.for_you.beginning import Languages, offered
from app.web.forms import Form, Refused
from app.web.members import REFUSED, member, per_member
from app.web.render import keep_private, render_private, send_to, wants_partial
from app.web.requested import came_from, wished
from app.web.settings.members import settings_blueprint
from app.web.settings.profile import nothing_told

blueprint = settings_blueprint("taste")


class TasteForm(BaseModel):
    """The choices about the whole deck, all of them given."""

    is_on: bool
    learns: bool
    languages: Languages = []


@blueprint.get("")
def show() -> Response:
    return _page(_read())


@blueprint.post("")
@per_member(FEEDBACK_OF_MEMBER)
def update() -> Response:
    form = Form(TasteForm)
    try:
        form.submit(lambda filled: _change(**filled.model_dump()), nothing_told)
    except Refused:
        return _page(_read(), form, REFUSED)
    db.session.commit()
    flash("Your choices are saved.")
    return send_to(url_for(".show"), 303)


@blueprint.post("/deck")
@per_member(FEEDBACK_OF_MEMBER)
def switch() -> Response:
    """Turn the deck on or off."""
    is_on = wished()
    _change(is_on=is_on)
    db.session.commit()
    flash("Your deck is on." if is_on else "Your deck is off: For you is the plain list of your region.")
    return send_to(came_from(url_for(".show")), 303)


@blueprint.post("/interests")
@per_member(FEEDBACK_OF_MEMBER)
def decide() -> Response:
    """Delete, freeze or pin an interest, or take that back; the answer tells what left the deck."""
    try:
        change = InterestChange.model_validate({**request.form, "state": request.form.get("state") or None})
    except ValidationError:
        abort(400, "The form was cut short. Load the page again and use its button.")
    effect = _change(interests=[change])
    db.session.commit()
    found = _read()
    key = InterestKey(change.kind, change.key)
    one = next((one for one in found.interests if one.key == key), None)
    if wants_partial():
        return render_private("settings/_interest.html", one=one, effect=effect, key=key, **_scale(found))
    flash(told(effect, one.label if one else change.key))
    return keep_private(send_to(f"{url_for('.show')}#interest-{change.kind}-{change.key}", 303))


@blueprint.post("/channels/<int:channel_id>/show")
@per_member(FEEDBACK_OF_MEMBER)
def show_channel(channel_id: int) -> Response:
    feedback.show_channel(db.session(), store(), member(), channel_id)
    db.session.commit()
    flash("The channel is hidden no longer.")
    return send_to(f"{url_for('.show')}#channels", 303)


@blueprint.get("/reset")
def confirm_reset() -> Response:
    return render_private("settings/taste_reset.html")


@blueprint.post("/reset")
@per_member(FEEDBACK_OF_MEMBER)
def reset() -> Response:
    effect = _change(reset=True)
    db.session.commit()
    flash(f"What was learnt of you until now is forgotten. {left_words(effect)}")
    return send_to(url_for(".show"), 303)


def told(effect: Effect, name: str) -> str:
    """What deciding about an interest did to the deck."""
    return f"Your choice about “{name}” is kept. {left_words(effect)}"


def left_words(effect: Effect) -> str:
    """How many videos left the deck, or came back to it."""
    number = abs(effect.removed)
    if not number:
        return "Your deck has the same videos as before."
    videos = "1 video" if number == 1 else f"{number} videos"
    return f"{videos} left your deck at once." if effect.removed > 0 else f"{videos} came back to your deck."


def _change(**changes: Any) -> Effect:
    return sheet.change(db.session(), store(), member(), TasteChanges(**changes), datetime.now(UTC))


def _read() -> Sheet:
    return sheet.read(db.session(), member(), datetime.now(UTC))


def _scale(found: Sheet) -> dict[str, Any]:
    """What the bars are drawn against, and when the points are counted."""
    return {"most": max((abs(one.weight) for one in found.interests), default=0.0), "now": datetime.now(UTC)}


def _page(found: Sheet, form: Form[TasteForm] | None = None, code: int = 200) -> Response:
    theirs = found.settings
    kept: dict[str, Any] = {"is_on": str(theirs.is_on).lower(), "learns": str(theirs.learns).lower()}
    form = form or Form(TasteForm, **kept, languages=list(theirs.languages))
    told = {"form": form, "sheet": found, "offered": offered(form.values["languages"]), **_scale(found)}
    return render_private("settings/taste.html", "settings/_taste.html", code, **told)
