"""Search by the words of a title."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.extensions import db
from app.search import lookups
from app.web import requested
from app.web.render import render

RESULTS = 25

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index() -> Response:
    words, region = requested.words(), requested.region()
    found = lookups.videos(db.session(), words, region, RESULTS) if words else []
    return render("search/index.html", "search/_results.html", words=words, region=region, found=found, limit=RESULTS)
