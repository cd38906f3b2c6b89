"""Login, in two steps where there is a second factor, and logout."""

from datetime import UTC, datetime

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from app.accounts import logins
from app.accounts.forms import Login, SecondFactorCode
from app.accounts.logins import SecondFactorNeeded
from app.extensions import db
from app.web.accounts import second_step, throttles
from app.web.accounts.refusals import told
from app.web.forms import Form, Refused
from app.web.identity import log_in, log_out, own_path, viewer
from app.web.members import REFUSED
from app.web.render import keep_private, render, render_private, send_to

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
def new() -> Response:
    wanted = own_path(request.args.get("next"))
    if viewer():
        return _go(wanted)
    return render("accounts/login.html", form=Form(Login), wanted=wanted, remember=False)


@blueprint.post("/login")
@throttles.logins
def create() -> Response:
    now, form = datetime.now(UTC), Form(Login)
    wanted, remember = own_path(request.form.get("next")), "remember" in request.form
    try:
        user = form.submit(
            lambda filled: logins.authenticate(db.session(), filled.login, filled.password, None, now), told
        )
    except SecondFactorNeeded as needed:
        second_step.begin(needed.user, form.values["login"], remember, wanted, now)
        return keep_private(send_to(url_for(".code"), 303))
    except Refused:
        pages = "accounts/login.html", "accounts/_login.html"
        return render_private(*pages, REFUSED, form=form, wanted=wanted, remember=remember)
    log_in(user, remember, now)
    return _go(wanted)


@blueprint.get("/login/code")
def code() -> Response:
    if second_step.pending(datetime.now(UTC)) is None:
        return _begin_again()
    return render_private("accounts/code.html", form=Form(SecondFactorCode))


@blueprint.post("/login/code")
@throttles.guesses(lambda: second_step.login(datetime.now(UTC)))
def confirm() -> Response:
    now, form = datetime.now(UTC), Form(SecondFactorCode)
    step = second_step.pending(now)
    if step is None:
        return _begin_again()
    try:
        user = form.submit(
            lambda filled: logins.complete(db.session(), step.user_id, step.version, filled.code, now), told
        )
    except Refused:
        if "" in form.messages:  # the password was changed while the code was awaited
            return _begin_again()
        return render_private("accounts/code.html", "accounts/_code.html", REFUSED, form=form)
    log_in(user, step.remember, now)
    return _go(step.wanted)


@blueprint.get("/logout")
def leave() -> Response:
    return render("accounts/logout.html")


@blueprint.post("/logout")
def destroy() -> Response:
    log_out(datetime.now(UTC))
    return _go(None)


def _go(path: str | None) -> Response:
    return keep_private(send_to(path or url_for("trending.home"), 303))


def _begin_again() -> Response:
    return keep_private(send_to(url_for(".new"), 303))
