"""A new password by mail: asked for, and chosen by who opens the link."""

from datetime import UTC, datetime

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.accounts import links, recovery
from app.accounts.forms import Address, PasswordReset
from app.accounts.passwords import WeakPassword
from app.extensions import db
from app.models import Purpose
from app.web.accounts import throttles
from app.web.accounts.refusals import told
from app.web.forms import Form, Messages, Refused
from app.web.members import REFUSED
from app.web.render import render, render_private, send_to

blueprint = Blueprint("reset", __name__)

_OUTCOMES: dict[type[Exception], tuple[str, int]] = {
    links.BadLink: ("bad", 404),
    links.ExpiredLink: ("expired", 410),
    links.UsedLink: ("used", 410),
}


@blueprint.get("/reset")
def new() -> Response:
    return render("accounts/reset.html", form=Form(Address))


@blueprint.post("/reset")
@throttles.mails
def create() -> Response:
    form = Form(Address)
    try:
        form.submit(lambda filled: recovery.request_reset(db.session(), filled.email), told)
    except Refused:
        return render_private("accounts/reset.html", "accounts/_reset.html", REFUSED, form=form)
    db.session.commit()
    return send_to(url_for(".sent"), 303)


@blueprint.get("/reset/sent")
def sent() -> Response:
    return render("accounts/reset_sent.html")


@blueprint.get("/reset/done")
def done() -> Response:
    return render("accounts/reset_done.html")


@blueprint.get("/reset/<secret>")
@throttles.links("GET")
def edit(secret: str) -> Response:
    return _page(Form(PasswordReset), secret)


@blueprint.post("/reset/<secret>")
@throttles.links("POST")
def update(secret: str) -> Response:
    form = Form(PasswordReset)
    try:
        form.submit(lambda filled: recovery.reset(db.session(), secret, filled.password, datetime.now(UTC)), _told)
    except Refused:
        return _page(form, secret, REFUSED)
    db.session.commit()
    return send_to(url_for(".done"), 303)


def useless(error: Exception) -> Response:
    """A link that cannot be used, with the form that sends another."""
    outcome, code = _OUTCOMES[type(error)]
    pages = "accounts/reset_useless.html", "accounts/_reset_useless.html"
    return render_private(*pages, code, outcome=outcome, form=Form(Address))


for _error in _OUTCOMES:
    blueprint.register_error_handler(_error, useless)


def _page(form: Form[PasswordReset], secret: str, code: int = 200) -> Response:
    """The form, with the name of the link's owner for password managers. Raises as `links.owner` does."""
    user = links.owner(db.session(), secret, Purpose.RESET, datetime.now(UTC))
    pages = "accounts/new_password.html", "accounts/_new_password.html"
    return render_private(*pages, code, form=form, username=user.username)


def _told(error: Exception) -> Messages | None:
    return {"password": error.weaknesses} if isinstance(error, WeakPassword) else told(error)
