"""Search by the words of a title."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.extensions import db
from app.search import lookups
from app.trending.lists import region_code
from app.web.render import render

MAX_WORDS_LENGTH = 200
RESULTS = 25

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index() -> Response:
    words = request.args.get("q", "").strip()[:MAX_WORDS_LENGTH]
    region = region_code(request.args["region"]) if request.args.get("region") else None
    found = lookups.videos(db.session(), words, region, RESULTS) if words else []
    return render("search/index.html", "search/_results.html", words=words, region=region, found=found, limit=RESULTS)
