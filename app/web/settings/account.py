"""A member's address and password."""

from datetime import UTC, datetime

from flask import flash, url_for
from werkzeug.wrappers import Response

from app.accounts import recovery
from app.accounts.forms import EmailChange, PasswordChange
from app.extensions import db
from app.web.accounts import throttles
from app.web.accounts.refusals import told
from app.web.forms import Form, Refused
from app.web.identity import identity
from app.web.members import REFUSED
from app.web.render import render_private, send_to
from app.web.settings.members import member_row, settings_blueprint

blueprint = settings_blueprint("account")


@blueprint.get("")
def show() -> Response:
    return render_private("settings/account.html", email=Form(EmailChange), password=Form(PasswordChange))


@blueprint.post("/email")
@throttles.mails
@throttles.confirmations
def change_email() -> Response:
    form = Form(EmailChange)
    try:
        form.submit(
            lambda filled: recovery.request_email_change(db.session(), member_row(), filled.password, filled.email),
            told,
        )
    except Refused:
        shown = {"form": form, "email": form, "password": Form(PasswordChange)}
        return render_private("settings/account.html", "settings/_email.html", REFUSED, **shown)
    db.session.commit()
    flash(f"We sent a link to {form.values['email']}. Open it to confirm the address; until then nothing changes.")
    return send_to(url_for(".show"), 303)


@blueprint.post("/password")
@throttles.confirmations
def change_password() -> Response:
    form, now, kept = Form(PasswordChange), datetime.now(UTC), identity().session_id
    try:
        form.submit(
            lambda filled: recovery.change_password(
                db.session(), member_row(), filled.password, filled.new_password, now, kept
            ),
            told,
        )
    except Refused:
        shown = {"form": form, "email": Form(EmailChange), "password": form}
        return render_private("settings/account.html", "settings/_password.html", REFUSED, **shown)
    db.session.commit()
    flash("Your password is changed. Every other session has ended.")
    return send_to(url_for(".show"), 303)
