"""Builds the decks of 100,000 members from 5 M events about 20,000 videos: seconds and the most memory it held.

`bin/bench build` fills a database of its own with made-up members and runs `bin/flask feed build` on it in a process of
its own; `bin/bench build 1000` makes so many members, with 50 events each. `bin/bench build made 5000000` builds decks
of so many made-up members without a database, and tells the memory as it goes on.
"""

import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import psycopg

from app.cli.launch import provided, read_settings
from app.feed import snapshots
from app.feed.synthetic_events import DAYS, World
from app.models import REGIONS
from bench.made import build_made
from bench.scratch import scratch

VIDEOS, EVENTS_EACH, FOLLOWS_EACH, CHANNELS = 20_000, 50, 20, 2_000
PICKS = 1.48
"""Picks of which one event is left, for nobody picks twice."""
NOW = datetime.now(UTC)
USER = "username, email, password_hash, activated_at, home_region"
VIDEO = "source_id, source, title, folded, folded_tags, channel_id, category_id, language, published_at, counted_at"
KINDS = ("view", "play", "play", "complete", "like", "save")
RANKINGS = """
INSERT INTO captures SELECT code, date_trunc('hour', now()), 'files', true, now() FROM regions;
INSERT INTO rankings (region_code, captured_at, computed_at, growth)
SELECT region_code, captured_at, now(), '{}' FROM captures;
INSERT INTO ranking_entries SELECT rankings.id, n, rankings.id * 200 + n * 37, NULL, now(), 0, 0, 0, 0, 0, '{}'
FROM rankings, generate_series(1, 200) n;
UPDATE regions SET ranking_id = rankings.id FROM rankings WHERE region_code = code;
"""
dice = random.Random(7)  # noqa: S311  (the same world each time)


def fill(url: str, members: int) -> None:
    world = World(members, VIDEOS, int(members * EVENTS_EACH * PICKS))
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(
            "SET session_replication_role = replica; SET statement_timeout = 0; SET synchronous_commit = off"
        )
        connection.execute(
            "INSERT INTO categories SELECT n, 'Category ' || n FROM generate_series(1, 60) n ON CONFLICT DO NOTHING"
        )
        copy(
            connection,
            "channels",
            "source_id, title, folded",
            ((f"c{n}", f"Channel {n}", f"channel {n}") for n in range(CHANNELS)),
        )
        copy(connection, "videos", VIDEO, map(video, range(VIDEOS), world.topics.tolist(), world.born.tolist()))
        homes = list(REGIONS)
        copy(
            connection, "users", USER, ((f"user_{n}", f"{n}@x.org", "none", NOW, homes[n % 7]) for n in range(members))
        )
        copy(connection, "follows", "follower_id, followed_id", follows(members))
        events = 0
        for table, kinds in (("watches", KINDS[:4]), ("video_likes", ("like",)), ("video_saves", ("save",))):
            columns = "user_id, video_id, last_at, kind" if table == "watches" else "user_id, video_id, created_at"
            events += copy(connection, table, columns, acts(world, kinds))
        connection.execute(RANKINGS)
        connection.execute(
            "INSERT INTO muted_words (user_id, phrase, folded, scopes)"
            " SELECT id, 'seven', 'seven', '{home}' FROM users WHERE id % 50 = 0"
        )
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    print(f"{members:,} members, {VIDEOS:,} videos, {events:,} events", flush=True)


def video(number: int, topic: int, born: float) -> tuple[object, ...]:
    title = f"Video {number} {'seven' if number % 7 == 0 else 'six'}"
    language = list(REGIONS.values())[topic % 7].language
    published = NOW - timedelta(days=DAYS - born)
    return f"v{number}", "files", title, title.lower(), "", 1 + number % CHANNELS, 1 + topic, language, published, NOW


def follows(members: int) -> Iterator[tuple[int, int]]:
    for follower in range(1, members + 1):
        found = {1 + int(members * dice.random() ** 2) for _ in range(FOLLOWS_EACH)} - {follower}
        yield from ((follower, followed) for followed in sorted(found))


def acts(world: World, kinds: Iterable[str]) -> Iterator[tuple[object, ...]]:
    wanted = [number for number, kind in enumerate(KINDS) if kind in kinds]
    for block in world.blocks():
        kind = (block.users * 7919 + block.items * 104729) % 97 % len(KINDS)
        kept = np.isin(kind, wanted)
        at = [NOW - timedelta(days=DAYS - day) for day in block.days[kept].tolist()]
        told = (1 + block.users[kept]).tolist(), (1 + block.items[kept]).tolist(), at
        yield from (
            zip(*told, (KINDS[one] for one in kind[kept]), strict=True) if "view" in kinds else zip(*told, strict=True)
        )


def copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> int:
    began, count = perf_counter(), 0
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)
            count += 1
    print(f"{table:<12} {count:>9,} rows in {perf_counter() - began:6.1f} s", flush=True)
    return count


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["made"]:
        build_made(int(arguments[1]))
        return
    members = int(arguments[0]) if arguments else 100_000
    with (
        provided(read_settings(os.environ), shown=False) as (settings, _),
        scratch(settings) as own,
        TemporaryDirectory(dir=settings.data_dir) as folder,
    ):
        fill(str(own.database_url), members)
        environment = {
            **os.environ,
            "DATABASE_URL": str(own.database_url),
            "REDIS_URL": str(own.redis_url),
            "DATA_DIR": folder,
        }
        load = os.getloadavg()[0]
        began = perf_counter()
        subprocess.run([sys.executable, "-m", "app.cli.run", "feed", "build"], env=environment, check=True)
        seconds, spent = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in snapshots.folder_in(Path(folder)).rglob("*") if path.is_file())
        processors = spent.ru_utime + spent.ru_stime
        print(f"built in    {seconds:6.1f} s, {processors:.1f} s of the processors; load before: {load:.1f}")
        print(f"most memory {spent.ru_maxrss / 1024:6.0f} MB")
        print(f"decks       {size / 1e6:6.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
