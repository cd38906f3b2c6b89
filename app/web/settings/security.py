"""The second factor of a member's logins: enabled with a code, shown its recovery codes once, disabled."""

from datetime import UTC, datetime

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.accounts import second_factor
from app.accounts.forms import PasswordConfirmation, SecondFactorCode
from app.accounts.second_factor import AlreadyEnabled, NotBegun
from app.extensions import db
from app.models import User
from app.web.accounts import throttles
from app.web.accounts.refusals import told
from app.web.forms import Form, Refused
from app.web.members import REFUSED
from app.web.render import keep_private, render_private, send_to
from app.web.settings.members import member_row, settings_blueprint

blueprint = settings_blueprint("security")


@blueprint.get("")
def show() -> Response:
    return _page(member_row(), Form(PasswordConfirmation))


@blueprint.post("/begin")
def begin() -> Response:
    second_factor.begin(member_row())
    db.session.commit()
    return send_to(url_for(".new"), 303)


@blueprint.get("/enable")
def new() -> Response:
    return render_private(
        "settings/enable.html", form=Form(SecondFactorCode), enrolment=second_factor.pending(member_row())
    )


@blueprint.post("/enable")
def create() -> Response:
    """Enable it. The recovery codes are in this answer alone, so it is no redirect."""
    form, user, now = Form(SecondFactorCode), member_row(), datetime.now(UTC)
    try:
        codes = form.submit(lambda filled: second_factor.confirm(db.session(), user, filled.code, now), told)
    except Refused:
        again = {"form": form, "enrolment": second_factor.pending(user)}
        return render_private("settings/enable.html", "settings/_enable.html", REFUSED, **again)
    db.session.commit()
    return render_private("settings/recovery_codes.html", "settings/_recovery_codes.html", codes=codes)


@blueprint.post("/disable")
@throttles.confirmations
def destroy() -> Response:
    form, user = Form(PasswordConfirmation), member_row()
    try:
        form.submit(lambda filled: second_factor.disable(db.session(), user, filled.password), told)
    except Refused:
        return _page(user, form, REFUSED)
    db.session.commit()
    flash("The second factor is off. Your password alone logs you in.")
    return send_to(url_for(".show"), 303)


@blueprint.errorhandler(AlreadyEnabled)
@blueprint.errorhandler(NotBegun)
def to_security(_error: Exception) -> Response:
    """What was asked for is done already, or was not begun: the page shows which."""
    return keep_private(send_to(url_for(".show"), 303))


def _page(user: User, form: Form[PasswordConfirmation], code: int = 200) -> Response:
    left = second_factor.codes_left(db.session(), user) if user.has_second_factor else 0
    context = {"form": form, "is_enabled": user.has_second_factor, "since": user.totp_confirmed_at, "codes_left": left}
    return render_private("settings/security.html", "settings/_disable.html", code, **context)
