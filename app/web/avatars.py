"""Avatars: pictures drawn from names alone, so that they tell nothing and no page asks others for them."""

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from app.accounts import names
from app.extensions import limiter
from app.web.assets import keep_version
from app.web.avatar import DRAWING, draw

blueprint = Blueprint("avatars", __name__)


def avatar_url(username: str) -> str:
    """The address of a member's avatar."""
    return url_for("avatars.show", username=username, v=DRAWING)


@blueprint.get("/avatars/<username>.svg")
@limiter.exempt
def show(username: str) -> Response:
    """The avatar that whoever has this name would have."""
    if not names.has_form(username):
        abort(404)
    response = Response(draw(username), mimetype="image/svg+xml")
    keep_version(response, str(DRAWING))
    response.add_etag(weak=True)
    return response.make_conditional(request)
