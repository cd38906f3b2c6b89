"""The link that proves a new address. It takes a click, for some mail programs open links by themselves."""

from datetime import UTC, datetime

from flask import Blueprint, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.accounts import links, recovery
from app.extensions import db
from app.models import Purpose
from app.web.accounts import secret_links, throttles
from app.web.render import render, render_private, send_to

blueprint = Blueprint("address", __name__, url_prefix="/settings/email")
blueprint.register_error_handler(TooManyRequests, throttles.tell)
secret_links.keep_secrets(blueprint)

_OUTCOMES: dict[type[Exception], tuple[str, int]] = {
    links.BadLink: ("bad", 404),
    links.ExpiredLink: ("expired", 410),
    links.UsedLink: ("used", 410),
    recovery.AddressTaken: ("taken", 409),
}


@blueprint.get("/<secret>")
@throttles.links("GET")
def edit(secret: str) -> Response:
    user = links.owner(db.session(), secret, Purpose.EMAIL_CHANGE, datetime.now(UTC))
    return render_private("settings/address.html", username=user.username)


@blueprint.post("/<secret>")
@throttles.links("POST")
def update(secret: str) -> Response:
    recovery.confirm_email_change(db.session(), secret, datetime.now(UTC))
    db.session.commit()
    return send_to(url_for(".done"), 303)


@blueprint.get("/done")
def done() -> Response:
    return render("settings/address_done.html")


def useless(error: Exception) -> Response:
    outcome, code = _OUTCOMES[type(error)]
    return render_private("settings/address_useless.html", code=code, outcome=outcome)


for _error in _OUTCOMES:
    blueprint.register_error_handler(_error, useless)
