"""The regions."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.api.schemas.regions import RegionList, RegionOverview
from app.extensions import db
from app.trending.regions import states

regions = APIBlueprint("regions", __name__, tag="Trending")


@regions.get("/api/regions")
@regions.output(RegionList)
def index() -> RegionList:
    """The seven regions, and how fresh the list of each is"""
    now = datetime.now(UTC)
    overviews = [RegionOverview.of(state, now) for state in states(db.session())]
    return RegionList(regions=overviews, total=len(overviews))
