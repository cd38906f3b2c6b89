"""A Following feed at size: 100,000 members, 1,000,000 posts, 1,000 followees; how long is its first page?

`bin/bench feed` fills a database of its own, measures, prints a table and drops the database.
"""

import os
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from app import create_app
from app.cli.launch import provided, read_settings
from app.extensions import db
from app.social import following_feed
from app.social.feed_filters import Filters
from app.social.paging import Window
from app.social.reader import Muting, Reader
from bench.scratch import scratch

NOW = datetime.now(UTC)
FOLLOWEES = 1_000
RUNS = 30
MEMBERS = {
    1: "everybody posts",
    2: "all post rarely, all long ago",
    3: "one of them posts",
    4: "nobody followed",
}
"""The readers, each with the people they follow: who those are makes the case."""

FILL = """
SET LOCAL statement_timeout = 0;
SET LOCAL session_replication_role = replica;
INSERT INTO users (username, email, password_hash, activated_at, is_private)
SELECT 'member_' || n, 'm' || n || '@example.org', 'unusable', :now, n % 20 = 0 FROM generate_series(1, 100000) n;
INSERT INTO posts (author_id, title, content, content_html, folded, tags, created_at, updated_at)
SELECT CASE WHEN n % 50 = 0 THEN 50000 WHEN n <= 4000 THEN 60001 + n % 1000 ELSE 100 + n % 49000 END,
       'Title ' || n, repeat('Some words of a post. ', 20), repeat('<p>Some words of a post.</p> ', 20),
       'title ' || n || repeat(' some words of a post', 20) || ' w' || n % 1000,
       ARRAY['tag-' || n % 500, 'common'], :now - (1000000 - n) * interval '1 minute', :now
FROM generate_series(1, 1000000) n;
INSERT INTO follows (follower_id, followed_id) SELECT 1, 100 + n * 13 FROM generate_series(1, 1000) n;
INSERT INTO follows (follower_id, followed_id) SELECT 2, 60000 + n FROM generate_series(1, 1000) n;
INSERT INTO follows (follower_id, followed_id) SELECT 3, 70000 + n FROM generate_series(1, 999) n;
INSERT INTO follows (follower_id, followed_id) VALUES (3, 50000);
INSERT INTO follows (follower_id, followed_id) SELECT 100 + n, 101 + n FROM generate_series(1, 90000) n;
INSERT INTO mutes (muter_id, muted_id) SELECT 1, 113 + n * 13 FROM generate_series(1, 100) n;
INSERT INTO blocks (blocker_id, blocked_id) SELECT 20000 + n, 1 FROM generate_series(1, 100) n;
INSERT INTO post_likes (user_id, post_id) SELECT 1000 + n % 20, 990000 + n / 20 FROM generate_series(1, 199999) n;
INSERT INTO comments (post_id, author_id, content, content_html, folded)
SELECT 990000 + n / 5, 1000 + n % 900, 'Yes', '<p>Yes</p>', 'yes' FROM generate_series(1, 49999) n;
"""


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for statement in FILL.split(";")[:-1]:
            connection.execute(text(statement), {"now": NOW} if ":now" in statement else {})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def explained(session: Session, query: Select[*tuple[Any, ...]]) -> list[str]:
    """The lines of EXPLAIN (ANALYZE, BUFFERS)."""
    sql = query.compile(dialect=postgresql.psycopg.dialect(), compile_kwargs={"render_postcompile": True})
    with session.connection().connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", sql.params)
        return [row[0] for row in cursor.fetchall()]


def planned_and_run(session: Session, query: Select[*tuple[Any, ...]]) -> float:
    """Milliseconds that the database took for a statement, its planning included."""
    return sum(float(line.split()[-2]) for line in explained(session, query)[-4:] if "Time:" in line)


def called(session: Session, reader: Reader, window: Window, filters: Filters) -> float:
    """Milliseconds until the posts are there, as objects."""
    began = perf_counter()
    following_feed.page(session, reader, window, filters)
    return (perf_counter() - began) * 1000


def main() -> None:
    with provided(read_settings(os.environ), shown=False) as (settings, _), scratch(settings) as own:
        app = create_app(own)
        with app.app_context():
            began = perf_counter()
            fill(db.engine)
            size = db.session.scalar(text("SELECT pg_size_pretty(pg_database_size(current_database()))"))
            print(f"100,000 members, 1,000,000 posts, {size}, filled in {perf_counter() - began:.0f} s")
            measure()


def measure() -> None:
    session = db.session()
    muted = [Muting(f"w{n}", f"w{n}", frozenset({"home"}), hides=True) for n in range(200)]
    cases = {name: (Reader(NOW, number), Window(), Filters()) for number, name in MEMBERS.items()}
    everybody = Reader(NOW, 1)
    cases |= {
        "everybody posts, 10 muted words": (Reader(NOW, 1, mutings=tuple(muted[:10])), Window(), Filters()),
        "everybody posts, 200 muted words": (Reader(NOW, 1, mutings=tuple(muted)), Window(), Filters()),
        "everybody posts, page at the middle": (everybody, Window(max_id=500_000), Filters()),
        "everybody posts, just above an id": (everybody, Window(min_id=500_000), Filters()),
        "everybody posts, oldest first": (everybody, Window(oldest_first=True), Filters()),
        "everybody posts, offset 1,000": (everybody, Window(offset=1_000), Filters()),
        "everybody posts, a common tag": (everybody, Window(), Filters(tags="common")),
        "everybody posts, a rare tag": (everybody, Window(), Filters(tags="tag-77")),
        "everybody posts, words": (everybody, Window(), Filters(search="w77")),
        "everybody posts, since a day": (everybody, Window(), Filters(since=NOW - timedelta(days=1))),
    }
    title = f"quickest, median and slowest but one of {RUNS}"
    print(f"{title:<46} {'the statement':<22} with its objects")
    for name, case in cases.items():
        query = following_feed.page_select(*case)
        spans = [sorted(planned_and_run(session, query) for _ in range(RUNS))]
        spans.append(sorted(called(session, *case) for _ in range(RUNS)))
        figures = [f"{one[0]:5.1f} {median(one):5.1f} {one[-2]:5.1f} ms" for one in spans]
        print(f"{name:<46} {figures[0]:<22} {figures[1]}", flush=True)
    for number, name in MEMBERS.items():
        print(
            f"\n{name}\n  " + "\n  ".join(explained(session, following_feed.page_select(Reader(NOW, number), Window())))
        )


if __name__ == "__main__":
    main()
