"""One video."""

from apiflask import APIBlueprint

from app.api.schemas.videos import VideoAnswer, VideoQuery
from app.extensions import db
from app.trending.videos import detail

videos = APIBlueprint("videos", __name__, tag="Videos")


@videos.get("/v1/videos/<video_id>")
@videos.input(VideoQuery, location="query", arg_name="query")
@videos.output(VideoAnswer)
def show(video_id: str, query: VideoQuery) -> VideoAnswer:
    """A video, where it stands now, and where the charts have held it"""
    return VideoAnswer.of(detail(db.session(), video_id), query.explain == "1")
