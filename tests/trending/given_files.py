"""Small files in the shapes that imports meet, and the import of them."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ChartEntry, Video
from app.trending.sources.files.importing import import_file
from app.trending.sources.files.planning import Asked, plan
from app.trending.sources.files.report import Report

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

GROWTH = "Video ID,Trending Date,Title,Channel ID,Category ID,Publish Date,Views,Likes,Dislikes,Comment Count,Country"
WITHOUT_YEAR = "video_id,title,channel_title,category_id,tags,views,likes,dislikes,comment_total,thumbnail_link,date"
WITH_CHANNEL_IDS = (
    "video_id,title,publishedAt,channelId,channelTitle,categoryId,trending_date,tags,view_count,likes,dislikes,"
    "comment_count,thumbnail_link,comments_disabled,ratings_disabled,description"
)
WITH_CHANNEL_TITLES = (
    "video_id,trending_date,title,channel_title,category_id,publish_time,tags,views,likes,dislikes,comment_count,"
    "thumbnail_link,comments_disabled,ratings_disabled,video_error_or_removed,description"
)
TOP_20 = ",categories,dislikes,id,likes,locale,title"
TOP_200 = (
    ",channel_id,video_id,publishedAt,title,viewCount,likeCount,dislikeCount,commentCount,duration,thumbnail,link,"
    "video_lang,categoryId,description,channel_title,country,AR,GB,PL,US"
)
TOTALS = "video_trending_country,trending_year,trending_month,video_title,video_view_count"

GROWTH_ROW = {
    "Video ID": "zzVFyVNgtsc",
    "Trending Date": "2018-05-04",
    "Title": "Our World",
    "Channel ID": "7785",
    "Category ID": "25",
    "Publish Date": "2018-05-04",
    "Views": "51768",
    "Likes": "2537",
    "Comment Count": "1409",
    "Country": "Great Britain",
}
CHART_ROW = {
    "video_id": "jt2OHQh0HoQ",
    "title": "Apple Event",
    "channel_title": "Apple",
    "category_id": "28",
    "tags": "apple|ios 11",
    "views": "7426393",
    "likes": "78240",
    "comment_total": "705",
    "thumbnail_link": "https://i.ytimg.com/vi/jt2OHQh0HoQ/default.jpg",
    "date": "13.09",
}


def write_table(path: Path, header: str, rows: Iterable[dict[str, str]], **form: str) -> Path:
    """A CSV file whose missing fields are empty; `form` may name an `encoding` and a `lineterminator`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=form.get("encoding", "utf-8"), newline="") as file:
        writer = csv.DictWriter(file, header.split(","), restval="", lineterminator=form.get("lineterminator", "\n"))
        writer.writeheader()
        writer.writerows(rows)
    return path


def import_files(session: Session, paths: Sequence[Path], **asked: object) -> list[Report]:
    """Import as the command does, without its commits; `asked` holds fields of `Asked`."""
    options = {"region_code": None, "captured_at": None, "year": None, "now": NOW, **asked}
    plans = plan(paths, Asked(**options))  # type: ignore[arg-type]
    return [import_file(session, one, lambda _: None, lambda *_: None) for one in plans]


def import_one(session: Session, path: Path, **asked: object) -> Report:
    [report] = import_files(session, [path], **asked)
    return report


def entries(session: Session, region_code: str) -> dict[str, ChartEntry]:
    """A region's chart entries by video, for charts in which each video stands once."""
    rows = (
        select(Video.source_id, ChartEntry)
        .join(Video, Video.id == ChartEntry.video_id)
        .where(ChartEntry.region_code == region_code)
    )
    return dict(session.execute(rows).all())


def video(session: Session, source_id: str) -> Video:
    return session.scalars(select(Video).where(Video.source_id == source_id)).one()


def rejected(report: Report) -> dict[str, list[int]]:
    return {reason: one.lines for reason, one in report.rejected.items()}
