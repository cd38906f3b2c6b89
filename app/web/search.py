"""Search by the words of a title."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from app.extensions import db
from app.search import lookups
from app.trending.lists import UnknownRegion, region_code
from app.web.render import render

MAX_WORDS_LENGTH = 200
RESULTS = 25

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index() -> Response:
    words = request.args.get("q", "").strip()[:MAX_WORDS_LENGTH]
    region = _region()
    found = lookups.videos(db.session(), words, region, RESULTS) if words else []
    return render("search/index.html", "search/_results.html", words=words, region=region, found=found, limit=RESULTS)


def _region() -> str | None:
    text = request.args.get("region")
    try:
        return region_code(text) if text else None
    except UnknownRegion:
        abort(400, "Upswell does not cover this region.")
