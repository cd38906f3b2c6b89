"""The JSON interface: one blueprint a resource, under one that they share."""

from apiflask import APIBlueprint, APIFlask
from flask import Response, request

from app.api import cross_origin, openapi
from app.api.authentication import authentication
from app.api.comments import comments
from app.api.deck import deck
from app.api.deck_ids import deck_ids
from app.api.docs import docs
from app.api.errors import TOLD, problem
from app.api.feed import feed
from app.api.follows import follows
from app.api.health import health
from app.api.hiding import hiding
from app.api.lens import lens
from app.api.marks import marks
from app.api.me import me
from app.api.muted_words import muted_words
from app.api.posts import posts
from app.api.regions import regions
from app.api.search import search
from app.api.taste import taste
from app.api.trending import trending
from app.api.users import users
from app.api.videos import videos
from app.api.watches import watches
from app.extensions import limiter

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"


def register(app: APIFlask) -> None:
    """Add the JSON interface to `app`."""
    api = APIBlueprint("api", __name__)
    people = (users, follows, me, hiding, muted_words)
    writing = (posts, comments, marks, feed)
    rising, for_you = (trending, lens, regions, search, videos), (deck, deck_ids, taste, watches)
    for blueprint in (*rising, *for_you, authentication, *people, *writing, health, docs):
        api.register_blueprint(blueprint)
    api.after_request(_conditional)
    for raised in TOLD:
        api.register_error_handler(raised, problem)
    limiter.exempt(health)
    openapi.install(app)
    cross_origin.install(app, app.config["SETTINGS"].cors_origins)
    app.register_blueprint(api)


def _conditional(response: Response) -> Response:
    """Let caches keep an answer, and answer 304 to those who have it."""
    if response.status_code == 200 and request.method in {"GET", "HEAD"} and not response.cache_control.no_store:
        response.headers.setdefault("Cache-Control", CACHE_CONTROL)
        response.add_etag()
        response.make_conditional(request)
        response.headers.pop("Date", None)  # the server writes one
    return response
