"""Searches 1 M videos, 1 M posts and 100 k people: milliseconds in the database, sizes and build times.

`bin/bench search` fills a database of its own, with words as frequent as words are; `bin/bench search 50000` makes a
smaller one.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import psycopg
from sqlalchemy import event, text

from app import create_app
from app.cli.launch import provided, read_settings
from app.extensions import db
from app.search import results, typos
from app.search.folding import index_text
from app.search.query import Kind, parse
from app.search.suggestions import suggestions
from app.social.reader import reader
from bench.scratch import scratch

VIDEOS = POSTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PEOPLE, WORDS, CHANNELS, SAMPLES = VIDEOS // 10, 60_000, 20_000, 100
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
SYLLABLES = (
    *("ka", "lo", "mi", "ra", "ver", "sta", "ø", "ö", "å", "ł", "ń", "ß", "ti", "no", "bel"),
    *("gru", "en", "ij", "da", "szcz", "ro", "ve", "pa", "lund", "sky", "hav", "ner", "ble", "fo"),
)
LANGUAGES, TAGS = ("pl", "sv", "nb", "nl", "de", "en"), tuple(f"tag-{n}" for n in range(500))
CHANNEL = "source_id, title, folded"
VIDEO = "source_id, source, title, folded, folded_tags, tags, channel_id, language, published_at, views, counted_at"
USER = "username, email, password_hash, activated_at, is_private"
POST = "author_id, title, content, content_html, folded, tags, created_at"
RANKING = """
INSERT INTO captures VALUES ('PL', date_trunc('hour', now()), 'files', true, now());
INSERT INTO rankings (region_code, captured_at, computed_at, growth)
SELECT region_code, captured_at, now(), '{}' FROM captures;
INSERT INTO ranking_entries SELECT 1, n, n * 37, NULL, now(), 0, 0, 0, 0, 0, '{}' FROM generate_series(1, 200) n;
UPDATE regions SET ranking_id = 1 WHERE code = 'PL';
"""
INDEXES = {"ix_videos_search": "videos", "ix_posts_search": "posts", "ix_users_search": "users"}
dice = random.Random(7)  # noqa: S311  (the same words each time)


def vocabulary() -> list[str]:
    words = dict.fromkeys("".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(WORDS * 2))
    return list(words)[:WORDS]


def fill(url: str, words: list[str]) -> list[str]:
    """The titles of the videos, after everything was copied in."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def write(most: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(most // 2, most)))

    titles = [write(9) for _ in range(VIDEOS)]
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        statements = [drop(connection, index) for index in INDEXES]
        copy(connection, "channels", CHANNEL, ((f"c{n}", w, index_text(w)) for n, w in enumerate(words[:CHANNELS])))
        copy(connection, "videos", VIDEO, (video(n, title) for n, title in enumerate(titles)))
        copy(connection, "users", USER, ((f"user_{n}", f"{n}@x.org", "none", NOW, n % 20 == 0) for n in range(PEOPLE)))
        copy(connection, "posts", POST, (post(n, title, write(40)) for n, title in enumerate(titles[:POSTS])))
        connection.execute(RANKING)
        build(connection, statements)
    return titles


def video(number: int, title: str) -> tuple[object, ...]:
    tag, language, views = TAGS[number % 500], LANGUAGES[number % 6], int(dice.paretovariate(0.7) * 100)
    told = f"v{number}", "files", title, index_text(title), index_text("", (tag,)), [tag]
    return *told, 1 + number % CHANNELS, language, age(), views, NOW


def post(number: int, title: str, content: str) -> tuple[object, ...]:
    tag = TAGS[number % 500]
    folded = index_text(f"{title} {content}", (tag,))
    return 1 + number % PEOPLE, title[:120], content, "", folded, [tag], age()


def age() -> datetime:
    return NOW - timedelta(days=dice.expovariate(1 / 200))


def copy(connection: psycopg.Connection, table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
    began = perf_counter()
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as target:
        for row in rows:
            target.write_row(row)
    print(f"{table:<10} filled in {perf_counter() - began:6.1f} s", flush=True)


def drop(connection: psycopg.Connection, index: str) -> str:
    """The statement that makes the index anew."""
    (statement,) = connection.execute("SELECT pg_get_indexdef(%s::regclass)", (index,)).fetchone() or ("",)
    connection.execute(f"DROP INDEX {index}")
    return statement


def build(connection: psycopg.Connection, statements: list[str]) -> None:
    for (index, table), statement in zip(INDEXES.items(), statements, strict=True):
        began = perf_counter()
        connection.execute(statement)
        sizes = connection.execute("SELECT pg_relation_size(%s::regclass), pg_table_size(%s::regclass)", (index, table))
        index_mb, table_mb = (size / 1e6 for size in sizes.fetchone() or ())
        seconds = perf_counter() - began
        print(f"{index:<17} built in {seconds:5.1f} s: {index_mb:4.0f} MB, its table {table_mb:5.0f} MB", flush=True)
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def samples(titles: list[str], words: list[str]) -> dict[str, Callable[[], str]]:
    def some() -> list[str]:
        return dice.choice(titles).split()

    def typo() -> str:
        word = max(some(), key=len)
        place = dice.randrange(1, len(word) - 1)
        return f"{word[:place]}q{word[place + 1 :]}"

    operators = (
        "lang:pl",
        "region:PL",
        "tag:tag-7",
        f"since:{NOW:%Y-%m}",
        "from:user_77",
        "lang:sv since:2026",
        "is:post",
    )
    return {
        "one word": lambda: f'"{dice.choice(some())}"',
        "one of the 20 commonest": lambda: f'"{dice.choice(words[:20])}"',
        "three words": lambda: " ".join((title := some())[: min(3, len(title))]),
        "three common words": lambda: " ".join(dice.sample(words[:20], 3)),
        "phrase": lambda: '"' + " ".join(some()[:2]) + '"',
        "prefix": lambda: dice.choice(some())[: dice.randint(3, 5)],
        "typo": typo,
        "operators": lambda: f"{dice.choice(some())} {dice.choice(operators)}",
    }


def measure(name: str, make: Callable[[], str], act: Callable[[str], object], spent: list[float]) -> None:
    """Prints the time that the statements took, and in brackets what the server's process had of the processor."""
    waited, worked = [], []
    for _ in range(SAMPLES):
        asked, began = make(), processor_ms()
        spent.clear()
        act(asked)
        waited.append(1000 * sum(spent))
        worked.append(processor_ms() - began)
        db.session.rollback()
    wall, own = quantiles(waited, n=100), quantiles(worked, n=100)
    told = "".join(f"{wall[cut]:8.1f} ({own[cut]:5.1f})" for cut in (49, 94, 98))
    print(f"{name:<36} {told}", flush=True)


def processor_ms() -> float:
    """Of the process that serves this session; 0 where the system does not tell."""
    file = Path(f"/proc/{db.session.connection().connection.driver_connection.info.backend_pid}/schedstat")
    return int(file.read_text().split()[0]) / 1e6 if file.exists() else 0.0


def main() -> None:
    words = vocabulary()
    with provided(read_settings(os.environ), shown=False) as (settings, _), scratch(settings) as own:
        titles = fill(str(own.database_url), words)
        with create_app(own).app_context():
            began = perf_counter()
            typos.learn(db.session())
            db.session.commit()
            count = db.session.scalar(text("SELECT count(*) FROM search_words"))
            print(f"{count:,} words learnt in {perf_counter() - began:.1f} s\n")
            spent: list[float] = []
            event.listen(db.engine, "before_cursor_execute", lambda *_: spent.append(-perf_counter()))
            event.listen(db.engine, "after_cursor_execute", lambda *_: spent.append(perf_counter()))
            nobody = reader(db.session(), None, NOW)
            print(f"{'milliseconds (on the processor)':<36} {'p50':>8} {'p95':>15} {'p99':>15}")
            for name, make in samples(titles, words).items():
                for kind in (Kind.VIDEO, Kind.POST):
                    measure(f"{name}: {kind}s", make, lambda asked, kind=kind: ranked(nobody, asked, kind), spent)
                measure(
                    f"{name}: whole page",
                    make,
                    lambda asked: results.one_kind(db.session(), nobody, parse(asked), None),
                    spent,
                )
            measure(
                "suggestions",
                lambda: dice.choice(words[:5000])[:4],
                lambda asked: suggestions(db.session(), nobody, parse(asked)),
                spent,
            )


def ranked(nobody: object, asked: str, kind: Kind) -> object:
    query = parse(asked)
    query.kinds = [kind]
    return results.search(db.session(), nobody, query, [kind])  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
