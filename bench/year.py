"""A year of hourly captures of seven regions (12 million entries): how long do a rebuild and each page query take?

`bin/bench year` fills a database of its own, measures, prints a table and drops the database.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from app import create_app
from app.cli.launch import provided, read_settings
from app.extensions import db
from app.models import REGIONS
from app.search import lookups
from app.trending import lists, rankings, videos
from bench.scratch import scratch

HOURS = 365 * 24
LENGTH = 200
SLOT_HOURS = 48
NEWEST = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)

FILL = """
SET session_replication_role = replica;
INSERT INTO channels (id, source_id, title) SELECT n, 'c' || n, 'Channel ' || n FROM generate_series(1, 5000) n;
INSERT INTO videos (id, source_id, source, title, folded, channel_id, category_id, published_at, views, counted_at)
SELECT :region * 40000 + slot * 200 + place, 'v' || :region * 40000 + slot * 200 + place, 'files',
       'Video ' || slot || ' word' || place || ' of ' || :region,
       'video ' || slot || ' word' || place || ' of ' || :region, 1 + (slot * 200 + place) % 5000, 24,
       :start + slot * interval '48 hours' - place * interval '17 minutes', 1000000, :start
FROM generate_series(0, :hours / 48 + 1) slot, generate_series(0, 199) place;
INSERT INTO captures (region_code, captured_at, source, derives, stored_at)
SELECT :code, :start + h * interval '1 hour', 'files', true, now() FROM generate_series(1, :hours) h;
INSERT INTO chart_entries (region_code, captured_at, video_id, rank, views, likes, comments)
SELECT :code, :start + h * interval '1 hour', :region * 40000 + ((h + place * 48 / 200) / 48) * 200 + place,
       1 + (place * 7 + h) % 200, 1000 + (h + place * 48 / 200) % 48 * (100 + place * 37), 10, NULL
FROM generate_series(1, :hours) h, generate_series(0, 199) place;
"""


def fill(engine: Engine) -> None:
    start = NEWEST - timedelta(hours=HOURS)
    with engine.begin() as connection:
        for month in range(14):
            year, number = divmod(start.year * 12 + start.month - 1 + month, 12)
            after = divmod(start.year * 12 + start.month + month, 12)
            connection.execute(
                text(
                    f"CREATE TABLE chart_entries_{year}_{number + 1:02} PARTITION OF chart_entries FOR VALUES"
                    f" FROM ('{year}-{number + 1:02}-01Z') TO ('{after[0]}-{after[1] + 1:02}-01Z')"
                )
            )
        for region, code in enumerate(REGIONS):
            # The first two statements are for all regions.
            for statement in FILL.split(";")[2 if region else 0 : -1]:
                bound = {"region": region, "code": code, "start": start, "hours": HOURS}
                connection.execute(text(statement), {k: v for k, v in bound.items() if f":{k}" in statement})
            print(f"  {code} filled", flush=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def timed(action: Callable[[], object], times: int = 1) -> float:
    """The median of some runs, in milliseconds."""
    spans = []
    for _ in range(times):
        began = perf_counter()
        action()
        spans.append((perf_counter() - began) * 1000)
    return median(spans)


def statements(action: Callable[[], object]) -> list[tuple[str, float]]:
    """The statements an action runs, each with its milliseconds."""
    seen: list[tuple[str, float]] = []
    began = 0.0

    def begin(*_: object) -> None:
        nonlocal began
        began = perf_counter()

    def end(_connection: object, _cursor: object, sql: str, *_: object) -> None:
        seen.append((sql, (perf_counter() - began) * 1000))

    event.listen(db.engine, "before_cursor_execute", begin)
    event.listen(db.engine, "after_cursor_execute", end)
    action()
    event.remove(db.engine, "before_cursor_execute", begin)
    event.remove(db.engine, "after_cursor_execute", end)
    return seen


def main() -> None:
    with provided(read_settings(os.environ), shown=False) as (settings, _), scratch(settings) as own:
        app = create_app(own)
        with app.app_context():
            began = perf_counter()
            fill(db.engine)
            entries = db.session.scalar(text("SELECT count(*) FROM chart_entries"))
            size = db.session.scalar(text("SELECT pg_size_pretty(pg_database_size(current_database()))"))
            print(f"{entries:,} entries, {size}, filled in {perf_counter() - began:.0f} s")
            measure()


def measure() -> None:
    session = db.session()
    print(f"rebuild of one region, its newest capture   {timed(lambda: rankings.rebuild(session, 'PL')):9.1f} ms")
    span = timed(lambda: [rankings.rebuild(session, code) for code in REGIONS])
    print(f"rebuild of all seven, their newest capture  {span:9.1f} ms")
    span = timed(lambda: rankings.rebuild(session, "PL", NEWEST - timedelta(days=31)))
    print(f"rebuild of one region, 30 days of captures  {span:9.1f} ms")
    session.commit()
    entry = lists.read_current("PL").entries[0]
    pages = {
        "list of a region": lambda: lists.read_current("PL"),
        "video": lambda: videos.detail(session, entry.video.id),
        "search, one rare word": lambda: lookups.videos(session, "word77", None, 25),
        "search, a word of every title": lambda: lookups.videos(session, "video", None, 25),
        "search in a region": lambda: lookups.videos(session, "word77", "PL", 25),
    }
    for name, action in pages.items():
        action()
        slowest = max(statements(action), key=lambda one: one[1])
        print(f"{name:<32} {timed(action, 9):9.1f} ms, slowest statement {slowest[1]:7.1f} ms")


if __name__ == "__main__":
    main()
