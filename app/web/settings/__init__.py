"""The pages under /settings, where members see and change what is theirs."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.web.render import send_to
from app.web.settings import account, address, muted_words, privacy, profile, saves, security, sessions, taste

front = Blueprint("settings", __name__)

BLUEPRINTS = (
    front,
    profile.blueprint,
    account.blueprint,
    address.blueprint,
    privacy.blueprint,
    muted_words.blueprint,
    taste.blueprint,
    saves.blueprint,
    sessions.blueprint,
    security.blueprint,
)


@front.get("/settings")
def index() -> Response:
    return send_to(url_for("account.show"))
