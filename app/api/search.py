"""Search: the older interface's videos by the words of their titles, and all kinds page by page."""

from dataclasses import replace

from apiflask import APIBlueprint
from flask import after_this_request, current_app

from app.api.identity import keep_apart, reading
from app.api.queries import query
from app.api.schemas.search import FoundPage, FoundQuery, FoundThing, FoundVideos, SearchQuery
from app.api.schemas.videos import VideoSummary
from app.extensions import db, limiter
from app.search import cursor
from app.search.items import items
from app.search.query import Kind, parse
from app.search.results import Results, most_viewed
from app.search.results import search as find
from app.trending.lists import region_code

LIMIT = "60 per minute"

search = APIBlueprint("search", __name__, tag="Search")


@search.get("/api/search")
@limiter.shared_limit(LIMIT, scope="search")
@query(search, SearchQuery)
@search.output(FoundVideos)
def index(query: SearchQuery) -> FoundVideos:
    """Videos whose title holds all the words"""
    code = None if query.region is None else region_code(query.region)
    asked = parse(query.q)
    found = most_viewed(db.session(), replace(asked, regions=[code]) if code else asked, query.limit)
    videos = [VideoSummary.of(video) for video in found]
    return FoundVideos(query=query.q, region=code, videos=videos, total=len(videos))


@search.get("/v1/search")
@limiter.shared_limit(LIMIT, scope="search")
@query(search, FoundQuery)
@search.output(FoundPage)
def show(query: FoundQuery) -> tuple[FoundPage, int, dict[str, str]]:
    """Videos, posts, people and tags

    Later pages are of the ranking that the first was of, so that nothing repeats or is skipped when it changes.
    """
    after_this_request(keep_apart)
    secret = current_app.config["SECRET_KEY"]
    if query.cursor is None:
        results = find(db.session(), reading(), parse(query.q), [query.kind] if query.kind else list(Kind))
    else:
        results = Results(parse(query.q), cursor.load(query.cursor, query.q, secret))
    page, rest = results.hits[: query.limit], results.hits[query.limit :]
    found = items(db.session(), reading(), page)
    data = [FoundThing.of(item, reading(), query.explain == "1") for item in found]
    answer = FoundPage.of(results, data, cursor.dump(rest, query.q, secret))
    return answer, 200, {"Cache-Control": "no-store"} if results.late else {}
