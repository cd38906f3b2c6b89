"""Pages about the site itself."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.trending import charts, score
from app.web.render import render

blueprint = Blueprint("about", __name__)


@blueprint.get("/about/ranking")
def ranking() -> Response:
    return render("about/ranking.html", score=score, charts=charts)
