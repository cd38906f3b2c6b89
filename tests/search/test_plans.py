"""Every kind of query reads its index and a bounded number of rows, at a size where it shows."""

import os
from collections.abc import Iterator
from functools import partial

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app import create_app
from app.extensions import db
from app.search import frequency, lookups, typos
from app.search.query import Kind, parse
from app.search.results import limit_time
from app.social.reader import Reader
from config import Settings
from tests.plans import plans, rows_read
from tests.search.conftest import NOW
from tests.servers import clone, drop_database

ROWS, VIEWS = 15_000, 1_000_000_000
FILL = f"""
INSERT INTO videos (source_id, source, title, folded, folded_tags, language, published_at, views, counted_at)
SELECT 'x' || n, 'files', 'video word' || n % 3000, 'video number' || n || ' word' || n % 3000, '#tag' || n % 300,
    'pl', now() - n * interval '1 minute', {VIEWS} / n, now() FROM generate_series(1, {ROWS}) n;
INSERT INTO users (username, email, password_hash, activated_at)
SELECT 'user' || n, n || '@example.org', 'unusable', now() FROM generate_series(1, 3000) n;
INSERT INTO posts (author_id, title, content, content_html, folded, tags)
SELECT 1 + n % 3000, 'post', 'post', '', 'post number' || n || ' word' || n % 3000 || ' #tag' || n % 300,
    ARRAY['tag' || n % 300] FROM generate_series(1, {ROWS}) n;
"""

QUERIES = {
    "one word": "word77",
    "a whole word": '"word77"',
    "three words": "number77 word77 word78",
    "a phrase": '"number77 word77"',
    "a beginning": "word7",
    "a tag": "word77 tag:tag77",
    "a language": "word77 lang:pl",
    "since": "word77 since:2025",
    "by somebody": "word77 from:user77",
    "a word to leave out": "word77 -number77",
}
INDEXES = {Kind.VIDEO: "ix_videos_search", Kind.POST: "ix_posts_search"}
MOST = 5500


@pytest.fixture(scope="module")
def anybody() -> Reader:
    return Reader(NOW)


@pytest.fixture(scope="module")
def filled(settings: Settings) -> Iterator[APIFlask]:
    """An application on a large database, for tests that only read."""
    url = clone(os.environ["DATABASE_URL"], f"upswell_searched_{os.getpid()}")
    app = create_app(settings.model_copy(update={"database_url": url}))
    with app.app_context():
        db.session.execute(text(FILL))
        db.session.execute(text("REFRESH MATERIALIZED VIEW search_words"))
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()
    drop_database(url)


@pytest.fixture
def large(filled: APIFlask) -> Iterator[APIFlask]:
    with filled.app_context():
        limit_time(db.session())
        yield filled


def is_nothing(asked: str, kind: Kind) -> bool:
    """No channel has the name, and no post has a language: then no index is read."""
    return ("from:" in asked and kind is Kind.VIDEO) or ("lang:" in asked and kind is Kind.POST)


def test_every_kind_of_query_reads_its_index(large: APIFlask, anybody: Reader) -> None:
    for name, asked in QUERIES.items():
        for kind, index in INDEXES.items():
            found = plans(partial(lookups.ranked, db.session(), anybody, parse(asked), kind))
            for plan in found:
                assert "Seq Scan on" not in plan, (name, plan)
                assert rows_read(plan) <= MOST, (name, plan)
            is_looked_up = any(index in plan for plan in found)
            assert is_looked_up or is_nothing(asked, kind), name


def test_people_tags_and_typos_read_theirs(large: APIFlask, anybody: Reader) -> None:
    for action, index in (
        (partial(lookups.ranked, db.session(), anybody, parse("user77"), Kind.PERSON), "ix_users_search"),
        (partial(lookups.tags, db.session(), anybody, parse("tag77")), "ix_posts_search"),
        (partial(typos.mended, db.session(), parse("number77x")), "ix_search_words_trigrams"),
    ):
        (plan,) = plans(action)
        assert index in plan, plan
        assert rows_read(plan) <= ROWS, plan


def test_words_of_every_row_are_read_shelf_by_shelf(large: APIFlask, anybody: Reader) -> None:
    for asked, kind in (("video", Kind.VIDEO), ("post", Kind.POST), ('"post number77"', Kind.POST)):
        (plan,) = plans(partial(lookups.ranked, db.session(), anybody, parse(asked), kind))
        assert "ARRAY[" in plan.split("Index Cond")[1], plan
        assert rows_read(plan) <= MOST, plan


def test_the_most_viewed_and_the_newest_come_from_the_first_shelves(large: APIFlask, anybody: Reader) -> None:
    best = lookups.videos(db.session(), parse("video"), 50)
    assert [video.views for video in best] == [VIEWS // number for number in range(1, 51)]
    posts = lookups.ranked(db.session(), anybody, parse("post"), Kind.POST).hits
    assert min(int(hit.key) for hit in posts) == ROWS - len(posts) + 1


def test_a_common_beginning_stands_for_its_most_used_words(large: APIFlask) -> None:
    common, rare = (frequency.measured(db.session(), parse(text)) for text in ("number77 wor", "number77 word77"))
    assert (len(common.terms[-1].known), rare.terms[-1].known) == (frequency.MOST_WORDS, ())
    assert common.is_rare
    assert not frequency.measured(db.session(), parse('"video"')).is_rare


def test_members_are_found_by_any_beginning_of_their_names(large: APIFlask, anybody: Reader) -> None:
    query = frequency.measured(db.session(), parse("use"))
    assert len(lookups.ranked(db.session(), anybody, query, Kind.PERSON).hits) == lookups.MOST_RANKED


def test_a_common_beginning_is_read_shelf_by_shelf(large: APIFlask, anybody: Reader) -> None:
    query = frequency.measured(db.session(), parse("wor"))
    for kind in INDEXES:
        (plan,) = plans(partial(lookups.ranked, db.session(), anybody, query, kind))
        assert ":*" not in plan.split("Index Cond")[1].split("\n")[0], plan
        assert rows_read(plan) <= MOST, plan
