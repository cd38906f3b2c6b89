"""The families of tables that can be imported, each recognised by its header."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Rows that say what a region's chart held. A column name of None means that the family has no such column.

    Without `date` the time is the file's, without `region` and `flags` so is the region. `flags` are columns named
    after regions. With `ranked` the rows of a region and time stand in the order of its chart. With `zero_is_hidden`
    the family cannot tell a count of zero from one that its owner hid. A table without an `id` column cannot be
    imported, and is listed so that each of its rows is rejected with that reason.
    """

    name: str
    marks: Collection[str] = ()
    id: str | None = None
    title: str | None = None
    date: str | None = None
    region: str | None = None
    flags: bool = False
    views: str | None = None
    likes: str | None = None
    comments: str | None = None
    likes_disabled: str | None = None
    comments_disabled: str | None = None
    channel: str | None = None
    channel_prefix: str = ""
    channel_title: str | None = None
    category: str | None = None
    published: str | None = None
    duration: str | None = None
    language: str | None = None
    thumbnail: str | None = None
    tags: str | None = None
    ranked: bool = False
    zero_is_hidden: bool = False

    def columns(self) -> set[str]:
        """The columns that a header must have to be of this family."""
        read = (
            self.id, self.title, self.date, self.region, self.views, self.likes, self.comments, self.likes_disabled,
            self.comments_disabled, self.channel, self.channel_title, self.category, self.published, self.duration,
            self.language, self.thumbnail, self.tags,
        )  # fmt: skip
        return {*self.marks, *(column for column in read if column)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """Rows that give titles to the ids of categories or of channels."""

    name: str
    id: str
    title: str
    of: str

    def columns(self) -> set[str]:
        return {self.id, self.title}


Family = Chart | Titles

GROWTH_CHANNELS = "map:"
"""Marks the channel numbers that only the growth tables and their channel map share."""

FAMILIES: tuple[Family, ...] = (
    Chart(
        name="daily growth",
        id="Video ID",
        title="Title",
        date="Trending Date",
        region="Country",
        views="Views",
        likes="Likes",
        comments="Comment Count",
        channel="Channel ID",
        channel_prefix=GROWTH_CHANNELS,
        category="Category ID",
        published="Publish Date",
        zero_is_hidden=True,
    ),
    Chart(
        name="daily chart without years",
        id="video_id",
        title="title",
        date="date",
        views="views",
        likes="likes",
        comments="comment_total",
        channel_title="channel_title",
        category="category_id",
        thumbnail="thumbnail_link",
        tags="tags",
        ranked=True,
        zero_is_hidden=True,
    ),
    Chart(
        name="daily chart with channel ids",
        id="video_id",
        title="title",
        date="trending_date",
        views="view_count",
        likes="likes",
        comments="comment_count",
        likes_disabled="ratings_disabled",
        comments_disabled="comments_disabled",
        channel="channelId",
        channel_title="channelTitle",
        category="categoryId",
        published="publishedAt",
        thumbnail="thumbnail_link",
        tags="tags",
        ranked=True,
    ),
    Chart(
        name="daily chart with channel titles",
        id="video_id",
        title="title",
        date="trending_date",
        views="views",
        likes="likes",
        comments="comment_count",
        likes_disabled="ratings_disabled",
        comments_disabled="comments_disabled",
        channel_title="channel_title",
        category="category_id",
        published="publish_time",
        thumbnail="thumbnail_link",
        tags="tags",
        ranked=True,
    ),
    Chart(name="top 20 of a day", id="id", title="title", region="locale", likes="likes", category="categories"),
    Chart(
        name="top 200 of a day",
        id="video_id",
        title="title",
        flags=True,
        views="viewCount",
        likes="likeCount",
        comments="commentCount",
        channel="channel_id",
        channel_title="channel_title",
        category="categoryId",
        published="publishedAt",
        duration="duration",
        language="video_lang",
        thumbnail="thumbnail",
    ),
    Chart(name="totals of many days", marks=("video_trending_country",)),
    Titles(name="titles of categories", id="ID", title="Snippettitle", of="categories"),
    Titles(name="titles of channels", id="Channel ID", title="Channel Title", of="channels"),
)


def family_of(header: Collection[str]) -> Family | None:
    """The family that has all its columns in this header; others, and their order, do not matter."""
    return next((family for family in FAMILIES if family.columns() <= set(header)), None)
