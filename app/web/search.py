"""Search of videos, posts, people and tags: the page, and what is offered while somebody types."""

from typing import Any

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.search import cursor, results
from app.search.items import items
from app.search.lookups import MOST_COUNTED
from app.search.query import Kind, Query, parse
from app.search.results import Results
from app.search.suggestions import suggestions
from app.web import requested
from app.web.identity import reading
from app.web.render import render, render_private, wants_partial

RESULTS = 25

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def index() -> Response:
    """What is found, of one kind; with a cursor the next page of it."""
    words, region, asked = requested.words(), requested.region(), _kind()
    kind = asked
    query = _query(words, region)
    after = request.args.get("cursor")
    if after is None:
        found, kind = results.one_kind(db.session(), reading(), query, kind)
    else:
        kind = kind or Kind.VIDEO
        found = Results(query, cursor.load(after, f"{words} {region} {kind}", current_app.config["SECRET_KEY"]))
    shown = items(db.session(), reading(), found.hits[:RESULTS])
    rest = cursor.dump(found.hits[RESULTS:], f"{words} {region} {kind}", current_app.config["SECRET_KEY"])
    partial = "search/_results.html" if after is None else "search/_items.html"
    told: dict[str, Any] = {"words": words, "region": region, "kind": kind, "found": found, "shown": shown}
    told |= {"rest": rest, "kinds": Kind, "most": MOST_COUNTED, "is_later": after is not None}
    response = (render_private if found.late else render)("search/index.html", partial, **told)
    if after is None and wants_partial():  # the address of the form, without the fields that are empty
        response.headers["HX-Replace-Url"] = url_for(".index", q=words or None, region=region, kind=asked)
    return response


@blueprint.get("/search/suggest")
def suggest() -> Response:
    """The options of the box under a search field."""
    found = suggestions(db.session(), reading(), parse(requested.words()))
    return render("search/_suggestions.html", "search/_suggestions.html", suggestions=found)


def _query(words: str, region: str | None) -> Query:
    query = parse(words)
    if region and words:
        query.regions.append(region)
    return query


def _kind() -> Kind | None:
    text = request.args.get("kind")
    if text and text not in set(Kind):
        abort(400, f"What can be found is {', '.join(Kind)}.")
    return Kind(text) if text else None
