"""The first visit: whose chart to begin with, and what the member reads."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

from flask import flash, url_for
from pydantic import AfterValidator, BaseModel, Field
from werkzeug.wrappers import Response

from app.accounts.forms import refused
from app.extensions import db
from app.feed import sheet
from app.feed.extension import store
from app.feed.feedback import FEEDBACK_OF_MEMBER
from app.feed.settings import DeckSettings
from app.feed.sheet import MAX_LANGUAGES, Language, TasteChanges
from app.models import REGIONS
from app.social import profiles
from app.social.profiles import HomeRegion, ProfileChanges
from app.web.for_you.decks import deck_blueprint
from app.web.forms import Form, Refused
from app.web.languages import language_name
from app.web.members import REFUSED, member, per_member
from app.web.regions import remembered
from app.web.render import render_private, send_to

_OFTEN_READ = ("es", "fr", "it", "pt", "da", "fi", "uk", "ru", "tr", "ar", "hi", "zh", "ja", "ko")
"""Beside the languages of the regions."""

blueprint = deck_blueprint("for_you_beginning", url_prefix="/for-you/begin")


def _few(languages: list[str]) -> list[str]:
    if len(languages) > MAX_LANGUAGES:
        raise refused(f"Choose at most {MAX_LANGUAGES}.")
    return languages


Languages = Annotated[list[Language], AfterValidator(_few)]


class BeginForm(BaseModel):
    """Where a member lives and what they read; either may be left out."""

    home_region: HomeRegion = None
    languages: Languages = Field([])


def offered(chosen: Iterable[str]) -> list[tuple[str, str, str]]:
    """The languages to choose from, with their names; those of the regions first, and all that are chosen."""
    codes = dict.fromkeys([*(facts.language for facts in REGIONS.values()), *_OFTEN_READ, *chosen])
    return [(code, language_name(code), "") for code in codes]


def knows_nothing(theirs: DeckSettings) -> bool:
    """Whether a member has told neither where they live nor what they read."""
    return not theirs.home_region and not theirs.languages


def form(theirs: DeckSettings) -> Form[BeginForm]:
    """The form as it is first shown, with the region whose chart was read last."""
    region = theirs.home_region or remembered()
    return Form(BeginForm, home_region=region, languages=[REGIONS[region].language])


@blueprint.post("")
@per_member(FEEDBACK_OF_MEMBER)
def create() -> Response:
    begun: Form[BeginForm] = Form(BeginForm)
    try:
        begun.submit(_begin, lambda _error: None)
    except Refused:
        told = {"begin_form": begun, "languages": offered(begun.values["languages"])}
        return render_private("for_you/begin.html", "for_you/_begin.html", REFUSED, **told)
    db.session.commit()
    flash("Your deck begins with that.")
    return send_to(url_for("for_you.index"), 303)


def _begin(filled: BeginForm) -> None:
    profiles.edit(db.session(), member(), ProfileChanges.model_validate({"home_region": filled.home_region}))
    changes = TasteChanges.model_validate({"languages": filled.languages})
    sheet.change(db.session(), store(), member(), changes, datetime.now(UTC))
