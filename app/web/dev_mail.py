"""The mails of a site in development, which sends none: as a page, as JSON, and each as its reader would see it."""

from datetime import datetime

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template
from werkzeug.wrappers import Response

from app.notify.channels import shows_mails
from app.notify.outbox import Outbox, Shown

# A mail brings its own style and nothing else.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

blueprint = Blueprint("dev_mail", __name__)


@blueprint.before_request
def _only_in_development() -> None:
    if not shows_mails(current_app.config["SETTINGS"]):
        abort(404)


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"  # the links are secrets
    return response


@blueprint.get("/dev/mail")
def index() -> str:
    return render_template("dev/mail.html", mails=_mails(), moment=datetime.fromisoformat)


@blueprint.get("/dev/mail.json")
def index_json() -> Response:
    return jsonify(_mails())


@blueprint.get("/dev/mail/<at>")
def show(at: str) -> Response:
    mail = next((one for one in _mails() if one["at"] == at), None)
    if mail is None:
        abort(404)
    response: Response = make_response(mail["html"])
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _mails() -> list[Shown]:
    return Outbox(current_app.config["SETTINGS"].data_dir).mails()
