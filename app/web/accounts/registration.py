"""Sign-up: the form, the mail to look for, and the link in it."""

from datetime import UTC, datetime

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.accounts import links, passwords, sign_up
from app.accounts.forms import Address, SignUp
from app.extensions import db
from app.web.accounts import throttles
from app.web.accounts.refusals import told
from app.web.forms import Form, Refused
from app.web.identity import viewer
from app.web.members import REFUSED
from app.web.render import render, render_private, send_to

blueprint = Blueprint("registration", __name__)


@blueprint.get("/register")
def new() -> Response:
    if viewer():
        return send_to(url_for("trending.home"), 303)
    return render("accounts/register.html", form=Form(SignUp))


@blueprint.post("/register")
@throttles.sign_ups
def create() -> Response:
    form = Form(SignUp)
    try:
        form.submit(lambda filled: sign_up.register(db.session(), filled, datetime.now(UTC)), told)
    except Refused:
        return render_private("accounts/register.html", "accounts/_register.html", REFUSED, form=form)
    db.session.commit()
    return send_to(url_for(".sent"), 303)


@blueprint.post("/register/strength")
def strength() -> Response:
    """How good a password is while it is typed, for the place beside its field."""
    password = request.form.get("new_password", request.form.get("password", ""))
    weaknesses = passwords.weaknesses(password, throttles.typed("username"), throttles.typed("email"))
    found = "weak" if weaknesses else passwords.strength(password)
    return render_private("accounts/_strength.html", strength=found if password else None, weaknesses=weaknesses)


@blueprint.get("/register/sent")
@blueprint.get("/activate/sent", endpoint="sent_again")
def sent() -> Response:
    return render("accounts/sent.html")


@blueprint.get("/activate")
def again() -> Response:
    """Where to ask for another link."""
    return render("accounts/activate.html", form=Form(Address))


@blueprint.post("/activate")
@throttles.mails
def send_again() -> Response:
    form = Form(Address)
    try:
        form.submit(lambda filled: sign_up.resend(db.session(), filled.email), told)
    except Refused:
        return render_private("accounts/activate.html", "accounts/_activate.html", REFUSED, form=form)
    db.session.commit()
    return send_to(url_for(".sent_again"), 303)


@blueprint.get("/activate/<secret>")
@throttles.links("GET")
def activate(secret: str) -> Response:
    """Make the account of the link active. The browsers of some mail programs open links first: that does no harm."""
    outcome, code = _activated(secret)
    return render_private("accounts/activated.html", code=code, outcome=outcome)


@blueprint.post("/activate/<secret>")
@throttles.mails_again
def renew(secret: str) -> Response:
    """Send a new link in place of one that is too old, to the same address, which nobody has to type again."""
    try:
        sign_up.activate(db.session(), secret, datetime.now(UTC))
    except links.ExpiredLink as expired:
        sign_up.resend(db.session(), expired.user.email)
    except (links.UsedLink, links.BadLink):
        return send_to(url_for(".activate", secret=secret), 303)
    db.session.commit()
    return send_to(url_for(".sent_again"), 303)


def _activated(secret: str) -> tuple[str, int]:
    """What came of a link, and its status."""
    try:
        sign_up.activate(db.session(), secret, datetime.now(UTC))
    except links.BadLink:
        return "bad", 404
    except links.ExpiredLink:
        return "expired", 410
    except links.UsedLink:
        return "used", 200
    db.session.commit()
    return "active", 200
