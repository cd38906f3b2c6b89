"""One video."""

from apiflask import APIBlueprint

from app.api.queries import query
from app.api.schemas.history import HistoryAnswer, HistoryQuery
from app.api.schemas.places import Receipt
from app.api.schemas.videos import VideoAnswer, VideoQuery
from app.extensions import db
from app.trending import lists, video_history
from app.trending.videos import Standing, detail

videos = APIBlueprint("videos", __name__, tag="Videos")


@videos.get("/v1/videos/<video_id>")
@query(videos, VideoQuery)
@videos.output(VideoAnswer)
def show(video_id: str, query: VideoQuery) -> VideoAnswer:
    """A video, where it stands now, and where the charts have held it"""
    found = detail(db.session(), video_id)
    receipts = [_receipt(standing) if query.explain == "1" else None for standing in found.standings]
    return VideoAnswer.of(found, receipts)


def _receipt(standing: Standing) -> Receipt:
    ranked = lists.of_ranking(standing.region_code, standing.ranking_id)
    return Receipt.of(ranked, ranked.entries[standing.rank - 1])


@videos.get("/v1/videos/<video_id>/history")
@query(videos, HistoryQuery)
@videos.output(HistoryAnswer)
def history(video_id: str, query: HistoryQuery) -> HistoryAnswer:
    """Who had a video first, who followed, and its ranks hour by hour

    A region's line has at most 721 points: one an hour for 30 days, both ends included. It ends at the newest capture
    that held the video, in any of the regions that are answered. Older appearances are told without points, for
    rankings are kept for 30 days.
    """
    code = None if query.region is None else lists.region_code(query.region)
    return HistoryAnswer.of(video_history.history(db.session(), video_id, query.days, code))
