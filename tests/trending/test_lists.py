"""Lists come from the cache, are never older than they say, and outlive both the cache and the database."""

from datetime import timedelta

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app import create_app
from app.infra import stale_cache
from app.trending import cursor, lists
from app.trending.charts import Position
from app.trending.intake import take_in
from config import Settings
from tests.trending.worlds import NOON, GivenSource, chart


def ids(ranked: lists.RankedList) -> list[str]:
    return [entry.video.id for entry in ranked.entries]


def test_the_second_reading_of_a_list_runs_no_statement(session: Session, statements: list[str]) -> None:
    take_in(session, GivenSource(), chart(["a", "b"]))
    statements.clear()
    first, missed = lists.current("PL")
    assert (missed, len(statements)) == ("MISS", 3)
    statements.clear()
    second, hit = lists.current("PL")
    assert (hit, statements) == ("HIT", [])
    assert second == first


def test_a_renewed_list_is_seen_at_once_and_other_regions_learn_of_it(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"]) + chart(["a"], region="SE"))
    assert lists.current("SE")[0].entries[0].video.regions == ["PL", "SE"]
    lists.current("PL")
    take_in(session, GivenSource(), chart(["b"], NOON + timedelta(hours=1)))
    lists.renew(["PL"])
    assert ids(lists.current("PL")[0]) == ["b"]
    assert lists.current("SE")[0].entries[0].video.regions == ["SE"]


def test_a_list_that_cannot_be_reread_is_served_stale(app: APIFlask) -> None:
    def broken() -> bytes:
        raise ConnectionError("the database is down")

    with app.app_context():
        stale_cache.put("list:XX", b"old", timedelta(hours=1))
        assert stale_cache.fetch("list:XX", broken, timedelta(0), timedelta(hours=1)) == (b"old", "STALE")
        with pytest.raises(ConnectionError):
            stale_cache.fetch("list:YY", broken, timedelta(0), timedelta(hours=1))


def test_while_one_caller_rereads_the_others_get_the_stale_value(app: APIFlask) -> None:
    def slow() -> bytes:
        assert stale_cache.fetch("list:XX", lambda: b"never", timedelta(0), timedelta(hours=1)) == (b"old", "STALE")
        return b"new"

    with app.app_context():
        stale_cache.put("list:XX", b"old", timedelta(hours=1))
        assert stale_cache.fetch("list:XX", slow, timedelta(0), timedelta(hours=1)) == (b"new", "MISS")
        assert stale_cache.fetch("list:XX", slow, timedelta(hours=1), timedelta(hours=1)) == (b"new", "HIT")


def test_without_a_cache_every_list_is_read_from_the_database(settings: Settings, session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"]))
    app = create_app(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))
    with app.app_context():
        assert stale_cache.fetch("list:XX", lambda: b"read", timedelta(hours=1), timedelta(hours=1)) == (
            b"read",
            "MISS",
        )
        stale_cache.drop("list:XX")


def test_a_ranking_that_is_gone_says_so(session: Session) -> None:
    with pytest.raises(lists.RankingGone):
        lists.pinned(10**9)


@pytest.mark.parametrize("text", ["", "x", "WzEsMl0", "WzEsMl0.AAAA", "é", "WzEsMl0.TYZ568jKOAwcn16SjQrulk8Y5HM\n"])
def test_what_this_site_did_not_sign_is_no_cursor(text: str) -> None:
    with pytest.raises(cursor.BadCursor):
        cursor.load(text, "k" * 32)


def test_a_cursor_comes_back_as_it_went() -> None:
    assert cursor.load(cursor.dump(Position(7, 25), "k" * 32), "k" * 32) == Position(7, 25)
