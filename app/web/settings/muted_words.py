"""The words and phrases that a member does not want to read."""

from datetime import UTC, datetime
from typing import Annotated

from flask import flash, url_for
from pydantic import AfterValidator, BaseModel, Field
from werkzeug.wrappers import Response

from app.accounts.attempts import RELATIONS_OF_MEMBER
from app.accounts.forms import refused
from app.extensions import db
from app.models import MutedWord, MutedWordAction
from app.social import muted_words
from app.social.muted_words import (
    MAX_PHRASE,
    MAX_WORDS,
    SCOPES,
    AlreadyMuted,
    MutedWordDraft,
    Phrase,
    Scope,
    TooManyMutedWords,
)
from app.web.forms import Form, Refused
from app.web.members import REFUSED, member, per_member
from app.web.render import render_private, send_to
from app.web.settings.members import settings_blueprint
from app.web.spans import DAY_SECONDS, SPANS, Days

blueprint = settings_blueprint("muted_words")

_TOLD: dict[type[Exception], dict[str, list[str]]] = {
    AlreadyMuted: {"phrase": ["You have muted this, if perhaps in another spelling."]},
    TooManyMutedWords: {"": [f"You have muted {MAX_WORDS} words, and no more are kept. Remove one first."]},
}


def _some(scopes: list[Scope]) -> list[Scope]:
    if not scopes:
        raise refused("Choose at least one place.")
    return scopes


class MutedWordForm(BaseModel):
    """A word to mute, for some days or for good."""

    phrase: Phrase
    scopes: Annotated[list[Scope], AfterValidator(_some), Field(validate_default=True)] = []
    action: MutedWordAction = MutedWordAction.HIDE
    days: Days = "0"


@blueprint.get("")
def index() -> Response:
    return _page(Form(MutedWordForm, scopes=list(SCOPES), action=MutedWordAction.HIDE, days="0"))


@blueprint.post("")
@per_member(RELATIONS_OF_MEMBER)
def create() -> Response:
    form = Form(MutedWordForm)
    try:
        form.submit(_add, lambda error: _TOLD.get(type(error)))
    except Refused:
        return _page(form, REFUSED)
    db.session.commit()
    flash(f"“{form.values['phrase']}” is muted.")
    return send_to(url_for(".index"), 303)


@blueprint.post("/<int:word_id>/remove")
@per_member(RELATIONS_OF_MEMBER)
def destroy(word_id: int) -> Response:
    muted_words.remove(db.session(), member(), word_id)
    db.session.commit()
    flash("The word is muted no longer.")
    return send_to(url_for(".index"), 303)


def _add(filled: MutedWordForm) -> MutedWord:
    draft = filled.model_dump(include=set(MutedWordDraft.model_fields))
    draft["expires_in_seconds"] = int(filled.days) * DAY_SECONDS or None
    return muted_words.add(db.session(), member(), MutedWordDraft.model_validate(draft), datetime.now(UTC))


def _page(form: Form[MutedWordForm], code: int = 200) -> Response:
    words = muted_words.mine(db.session(), member(), datetime.now(UTC))
    return render_private(
        "settings/muted_words.html",
        "settings/_muted_word.html",
        code,
        form=form,
        words=words,
        spans=SPANS,
        longest=MAX_PHRASE,
    )
