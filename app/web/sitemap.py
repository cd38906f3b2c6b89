"""What search engines are told: which pages there are, and which they need not visit."""

from datetime import datetime

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.trending import listed
from app.trending.regions import RegionState, states
from app.web import documents

MOST_ADDRESSES = 50_000
"""Of one file, by the protocol; the lists hold far fewer, so there is no index of files."""

CACHE_SECONDS = 3600

blueprint = Blueprint("sitemap", __name__)


@blueprint.get("/sitemap.xml")
def show() -> Response:
    """The pages of the site and of every video in a list, by https://www.sitemaps.org/protocol.html."""
    pages = _pages(states(db.session()))
    found = listed.videos(db.session(), MOST_ADDRESSES - len(pages))
    pages += [(url_for("videos.show", video_id=one.id, _external=True), one.captured_at) for one in found]
    return documents.xml("outward/sitemap.xml", "application/xml", CACHE_SECONDS, pages=pages)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Everything may be read but searches, and pages of lists that another address shows as well."""
    lines = [
        "User-agent: *",
        "Disallow: /search",
        "Disallow: /*?*cursor=",
        "Disallow: /*?*through=",
        "",
        f"Sitemap: {url_for('.show', _external=True)}",
    ]
    return documents.text(lines, CACHE_SECONDS)


def _pages(regions: list[RegionState]) -> list[tuple[str, datetime | None]]:
    """The addresses of pages that are not of one video, and when each changed, None where that is not known."""
    newest = max((one.captured_at for one in regions if one.captured_at), default=None)
    return [
        *((url_for("trending.index", region=one.code, _external=True), one.captured_at) for one in regions),
        (url_for("lens.index", _external=True), newest),
        (url_for("lens.categories", _external=True), newest),
        (url_for("about.ranking", _external=True), None),
        (url_for("api.docs.page", _external=True), None),
    ]
