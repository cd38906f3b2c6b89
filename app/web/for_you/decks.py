"""A blueprint for the pages of decks."""

from typing import Any

from flask import Blueprint

from app.feed.store import DeckGone
from app.web.members import members_blueprint
from app.web.render import render_private


def deck_blueprint(name: str, **options: Any) -> Blueprint:
    """A blueprint for members, that tells of a deck that is gone."""
    blueprint = members_blueprint(name, **options)
    blueprint.register_error_handler(DeckGone, _tell_gone)
    return blueprint


def _tell_gone(_error: DeckGone) -> Any:
    return render_private("for_you/gone.html", "for_you/_gone.html", 410)
