"""The queries behind the pages use their indexes and read a bounded number of rows, at a size where it shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy import select, text

from app.extensions import db
from app.models import Video
from app.search.query import parse
from app.search.results import most_viewed
from app.trending import lines, lists, snapshots, video_history, videos
from app.trending.intake import take_in
from tests.plans import plans, rows_read
from tests.trending.worlds import NOON, GivenSource, chart

HOURS = 24 * 3
LENGTH = 120
CHANNELS = 60


@pytest.fixture
def large(fresh_app: APIFlask) -> Iterator[APIFlask]:
    """Three days of two regions, and thirty thousand videos that no list holds, all of sixty channels."""
    with fresh_app.app_context():
        observations = []
        for hour in range(HOURS):
            at = NOON - timedelta(hours=HOURS - hour)
            names = [f"v{hour // 24 * 40 + place}" for place in range(LENGTH)]
            observations += chart(names, at) + chart(names, at, "SE")
        observations = [replace(one, channel_id=f"c{int(one.source_id[1:]) % CHANNELS}") for one in observations]
        take_in(db.session, GivenSource(), observations)
        db.session.execute(
            text(
                "INSERT INTO videos (source_id, source, title, folded, views, counted_at, channel_id)"
                " SELECT 'x' || n, 'files', 'Video ' || n || ' word' || n % 3000,"
                " 'video ' || n || ' word' || n % 3000, n, now(), c.id"
                f" FROM generate_series(1, 30000) n JOIN channels c ON c.source_id = 'c' || n % {CHANNELS}"
            )
        )
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        yield fresh_app


def key_of(source_id: str) -> int:
    return db.session.execute(select(Video.id).where(Video.source_id == source_id)).scalar_one()


# The most rows that each may read: a list reads the 25 hours of its rank lines, the rest some hundred rows. A word of
# every title reads the shelves of the most viewed videos (app/search/shelves.py) until it has enough.
ACTIONS = {
    "the list of a region": (lambda: lists.read_current("PL"), 25 * LENGTH),
    "a video": (lambda: videos.detail(db.session(), "v130"), 500),
    "a video's history": (lambda: video_history.history(db.session(), "v130", 30), 500),
    "what captures told of a video": (lambda: lines.source_lines(db.session(), key_of("v130")), 500),
    "the other videos of a channel": (lambda: videos.risers_of_channel(db.session(), key_of("v130"), 4), 1000),
    "the lists of a time": (lambda: snapshots.at(["PL", "SE"], NOON - timedelta(hours=30)), 25 * LENGTH),
    "a search for a rare word": (lambda: most_viewed(db.session(), parse("word77"), 25), 5500),
    "a search for a word of every title": (lambda: most_viewed(db.session(), parse("video"), 25), 8500),
}


def test_no_page_query_reads_more_than_its_answer_needs(large: APIFlask) -> None:
    for name, (action, most) in ACTIONS.items():
        for plan in plans(action):
            for table in ("videos", "chart_entries", "ranking_entries"):
                assert f"Seq Scan on {table}" not in plan, (name, plan)
            assert rows_read(plan) <= most, (name, plan)
