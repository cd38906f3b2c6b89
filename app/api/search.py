"""Search of videos."""

from apiflask import APIBlueprint

from app.api.queries import query
from app.api.schemas.search import FoundVideos, SearchQuery
from app.api.schemas.videos import VideoSummary
from app.extensions import db, limiter
from app.search import lookups
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
    videos = [VideoSummary.of(video) for video in lookups.videos(db.session(), query.q, code, query.limit)]
    return FoundVideos(query=query.q, region=code, videos=videos, total=len(videos))
