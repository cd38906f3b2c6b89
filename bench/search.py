"""Searches 1 M videos, 1 M posts and 100 k people: milliseconds in the database by kind of query, sizes and build times.

`bin/bench search` fills a database of its own, with words as frequent as words are; `bin/bench search 50000` a smaller one.
"""

import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
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
SYLLABLES = "ka lo mi ra ver sta ø ö å ł ń ß ti no bel gru en ij da szcz ro ve pa lund sky hav ner ble fo".split()
LANGUAGES, TAGS = ("pl", "sv", "nb", "nl", "de", "en"), tuple(f"tag-{n}" for n in range(500))
INDEXES = {"ix_videos_search": "videos", "ix_posts_search": "posts", "ix_users_search": "users"}
dice = random.Random(7)  # noqa: S311  (the same words each time)


def vocabulary() -> list[str]:
    words = {"".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(WORDS * 2)}
    return sorted(words, key=lambda _: dice.random())[:WORDS]


def fill(url: str, words: list[str]) -> list[str]:
    """The titles of the videos, after everything was copied in."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))

    def write(most: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=dice.randint(most // 2, most)))

    titles = [write(9) for _ in range(VIDEOS)]
    ages = [timedelta(days=dice.expovariate(1 / 200)) for _ in range(1000)]
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("SET session_replication_role = replica; SET statement_timeout = 0")
        for index in INDEXES:
            connection.execute(f"DROP INDEX {index}")
        copy(
            connection,
            "channels (source_id, title, folded)",
            ((f"c{n}", w, index_text(w)) for n, w in enumerate(words[:CHANNELS])),
        )
        copy(
            connection,
            "videos (source_id, source, title, folded, folded_tags, tags, channel_id, language, published_at, views, counted_at)",
            (
                (f"v{n}", "files", title, index_text(title), index_text("", (tag := TAGS[n % 500],)), [tag])
                + (1 + n % CHANNELS, LANGUAGES[n % 6], NOW - ages[n % 1000], int(dice.paretovariate(0.7) * 100), NOW)
                for n, title in enumerate(titles)
            ),
        )
        copy(
            connection,
            "users (username, email, password_hash, activated_at, is_private)",
            ((f"user_{n}", f"{n}@example.org", "unusable", NOW, n % 20 == 0) for n in range(PEOPLE)),
        )
        copy(
            connection,
            "posts (author_id, title, content, content_html, folded, tags, created_at)",
            (
                (
                    1 + n % PEOPLE,
                    title[:120],
                    content := write(40),
                    "",
                    index_text(f"{title} {content}", (TAGS[n % 500],)),
                )
                + ([TAGS[n % 500]], NOW - ages[n % 1000])
                for n, title in enumerate(titles[:POSTS])
            ),
        )
        connection.execute("INSERT INTO captures VALUES ('PL', %s, 'files', true, now())", (NOW,))
        connection.execute(
            "INSERT INTO rankings (region_code, captured_at, computed_at, growth) VALUES ('PL', %s, now(), '{}')",
            (NOW,),
        )
        connection.execute(
            "INSERT INTO ranking_entries SELECT 1, n, n * 37, NULL, now(), 0, 0, 0, 0, 0, '{}' FROM generate_series(1, 200) n"
        )
        connection.execute("UPDATE regions SET ranking_id = 1 WHERE code = 'PL'")
        connection.commit()
        build(connection)
    return titles


def copy(connection: psycopg.Connection, into: str, rows: Iterator[tuple[object, ...]]) -> None:
    began = perf_counter()
    with connection.cursor().copy(f"COPY {into} FROM STDIN") as target:
        for row in rows:
            target.write_row(row)
    print(f"filled {into.partition(' ')[0]:<10} {perf_counter() - began:7.1f} s", flush=True)


def build(connection: psycopg.Connection) -> None:
    for index, table in INDEXES.items():
        began = perf_counter()
        connection.execute(f"CREATE INDEX {index} ON {table} USING gin (search)")
        size = connection.execute(
            "SELECT pg_relation_size(%s::regclass), pg_table_size(%s::regclass)", (index, table)
        ).fetchone()
        print(
            f"{index:<18} built in {perf_counter() - began:6.1f} s, {size[0] / 1e6:5.0f} MB on a table of {size[1] / 1e6:5.0f} MB",
            flush=True,
        )
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
    times = []
    for _ in range(SAMPLES):
        asked = make()
        spent.clear()
        act(asked)
        times.append(1000 * sum(spent))
        db.session.rollback()
    cut = quantiles(times, n=100)
    print(f"{name:<34} {cut[49]:8.1f} {cut[94]:8.1f} {cut[98]:8.1f} {max(times):8.1f}", flush=True)


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
            print(f"{'milliseconds in the database':<34} {'p50':>8} {'p95':>8} {'p99':>8} {'most':>8}")
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
