"""The statements that move staged observations into the tables; put together from constants only."""

# ruff: noqa: S608

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS staged (
    region_code text, captured_at timestamptz, source_id text, rank smallint,
    views bigint, likes bigint, comments bigint
) ON COMMIT DROP;
CREATE TEMP TABLE IF NOT EXISTS staged_videos (
    source_id text, captured_at timestamptz, views bigint, likes bigint, comments bigint, title text,
    channel text, channel_title text, channel_folded text, category_id smallint, language text,
    published_at timestamptz, duration_seconds integer, thumbnail_url text, tags text[], folded text, folded_tags text
) ON COMMIT DROP
"""

COPY_ENTRIES = "COPY staged FROM STDIN"
COPY_VIDEOS = "COPY staged_videos FROM STDIN"

CATEGORIES = """
INSERT INTO categories (id, title)
SELECT DISTINCT category_id, 'Category ' || category_id FROM staged_videos WHERE category_id IS NOT NULL
ON CONFLICT DO NOTHING
"""

CHANNELS = """
INSERT INTO channels (source_id, title, folded)
SELECT DISTINCT ON (channel) channel, channel_title, channel_folded FROM staged_videos
WHERE channel IS NOT NULL ORDER BY channel, channel_title IS NULL, captured_at DESC
ON CONFLICT (source_id) DO UPDATE SET title = excluded.title, folded = excluded.folded
WHERE channels.title IS DISTINCT FROM excluded.title AND excluded.title IS NOT NULL
"""

# A newer or equally new observation wins field by field; an older one only fills what was unknown.
_FIELDS = ("title", "channel_id", "category_id", "language", "published_at", "duration_seconds", "thumbnail_url")
_COUNTS = ("views", "likes", "comments")
_MERGED = ", ".join(
    f"{name} = CASE WHEN excluded.counted_at >= videos.counted_at THEN coalesce(excluded.{name}, videos.{name})"
    f" ELSE coalesce(videos.{name}, excluded.{name}) END"
    for name in _FIELDS
)
_COUNTED = ", ".join(
    f"{name} = CASE WHEN excluded.counted_at >= videos.counted_at THEN excluded.{name} ELSE videos.{name} END"
    for name in _COUNTS
)
_TAGGED = ", ".join(
    f"{name} = CASE WHEN excluded.tags <> '{{}}' AND excluded.counted_at >= videos.counted_at"
    f" THEN excluded.{name} ELSE videos.{name} END"
    for name in ("tags", "folded_tags")
)
_COLUMNS = ", ".join((*_FIELDS, *_COUNTS))
_OLD = ", ".join(f"videos.{name}" for name in (*_FIELDS, *_COUNTS))
_NEW = ", ".join(f"excluded.{name}" for name in (*_FIELDS, *_COUNTS))

VIDEOS = f"""
INSERT INTO videos (source_id, source, counted_at, tags, folded, folded_tags, {_COLUMNS})
SELECT s.source_id, %(source)s, s.captured_at, s.tags, s.folded, s.folded_tags,
    s.title, c.id, s.category_id, s.language, s.published_at, s.duration_seconds, s.thumbnail_url,
    s.views, s.likes, s.comments
FROM staged_videos s LEFT JOIN channels c ON c.source_id = s.channel
ORDER BY s.source_id
ON CONFLICT (source_id) DO UPDATE SET {_MERGED}, {_COUNTED},
    {_TAGGED},
    folded = CASE WHEN excluded.counted_at >= videos.counted_at THEN excluded.folded ELSE videos.folded END,
    source = excluded.source,
    counted_at = greatest(excluded.counted_at, videos.counted_at)
WHERE excluded.counted_at > videos.counted_at
    OR (videos.source, videos.tags, {_OLD}) IS DISTINCT FROM (excluded.source, excluded.tags, {_NEW})
"""

CAPTURES = """
INSERT INTO captures (region_code, captured_at, source, derives, stored_at)
SELECT DISTINCT region_code, captured_at, %(source)s, %(derives)s::boolean, %(now)s::timestamptz FROM staged
ON CONFLICT (region_code, captured_at) DO UPDATE
SET source = excluded.source, derives = excluded.derives, stored_at = excluded.stored_at
WHERE (captures.source, captures.derives) IS DISTINCT FROM (excluded.source, excluded.derives)
"""

_JOINED = """
FROM staged s JOIN videos v ON v.source_id = s.source_id
"""

OUTCOMES = f"""
SELECT s.region_code, s.captured_at,
    CASE WHEN e.video_id IS NULL THEN 'new'
         WHEN (e.rank, e.views, e.likes, e.comments) IS DISTINCT FROM (s.rank, s.views, s.likes, s.comments)
         THEN 'updated' ELSE 'unchanged' END AS outcome,
    count(*)
{_JOINED}
LEFT JOIN chart_entries e ON (e.region_code, e.captured_at, e.video_id) = (s.region_code, s.captured_at, v.id)
GROUP BY 1, 2, 3
"""

ENTRIES = f"""
INSERT INTO chart_entries (region_code, captured_at, video_id, rank, views, likes, comments)
SELECT s.region_code, s.captured_at, v.id, s.rank, s.views, s.likes, s.comments
{_JOINED}
ON CONFLICT (region_code, captured_at, video_id) DO UPDATE
SET rank = excluded.rank, views = excluded.views, likes = excluded.likes, comments = excluded.comments
WHERE (chart_entries.rank, chart_entries.views, chart_entries.likes, chart_entries.comments)
    IS DISTINCT FROM (excluded.rank, excluded.views, excluded.likes, excluded.comments)
"""

# Before the first real capture of a region is stored its demo captures go; their entries and rankings cascade.
DROP_DEMO = """
DELETE FROM captures WHERE source = 'demo' AND region_code IN (SELECT region_code FROM staged)
"""

# An invented video that no chart holds any more could still be found beside real ones. What members wrote about stays.
FORGET_DEMO = """
DELETE FROM videos v WHERE source = 'demo' AND NOT EXISTS (SELECT FROM chart_entries e WHERE e.video_id = v.id)
AND NOT EXISTS (SELECT FROM posts p WHERE p.video_id = v.id)
"""
