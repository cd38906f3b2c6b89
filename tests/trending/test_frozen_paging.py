"""A list that was opened stays as it was: over random worlds, whatever is captured and ranked between its pages."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from app.models import REGIONS, ChartEntry, RankingEntry, Region, Video
from app.trending import charts, community, lens, lists, rankings, snapshots
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.trending.worlds import NOON, GivenSource, chart

HOUR = timedelta(hours=1)
SOURCE = GivenSource()

in_random_worlds = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
World = Callable[[Random], AbstractContextManager[Callable[[], None]]]

seeds = st.integers(0, 2**32).map(Random)


@contextmanager
def undone(connection: Connection, session: Session) -> Iterator[None]:
    """Each world begins with nothing, though hypothesis makes many in one test."""
    savepoint = connection.begin_nested()
    lists.renew(REGIONS)
    try:
        yield
    finally:
        session.close()
        savepoint.rollback()


def capture(random: Random, region: str, at: datetime) -> list[Observation]:
    """A chart of some of fifty videos in some order, with counts, dates and channels that may be unknown."""
    numbers = random.sample(range(50), random.randint(1, 40))
    return [
        replace(
            one,
            views=random.choice([None, 0, random.randint(1, 10**9)]),
            published_at=random.choice([None, at - random.randint(0, 400) * HOUR]),
            channel_id=f"c{number % 5}" if number % 5 else None,
        )
        for number, one in zip(numbers, chart([f"v{number}" for number in numbers], at, region), strict=True)
    ]


def capture_and_rank(random: Random, session: Session, at: datetime) -> None:
    """What may happen between two pages: new captures, older and corrected ones, in some of the regions."""
    for code in {"PL", *random.sample(list(REGIONS), random.randint(0, 2))}:
        take_in(session, SOURCE, capture(random, code, at - random.choice([0, 0, 1, 30]) * HOUR))
    session.commit()
    lists.renew(REGIONS)


@pytest.fixture
def random_world(connection: Connection, session: Session) -> World:
    """Makes a random world of several hours, and whatever happens to it next; all is undone after each."""

    @contextmanager
    def made(random: Random) -> Iterator[Callable[[], None]]:
        with undone(connection, session):
            hours = count()

            def go_on() -> None:
                capture_and_rank(random, session, NOON + next(hours) * HOUR)

            for _ in range(3):
                go_on()
            yield go_on

    return made


def followed(client: FlaskClient, path: str, between: Callable[[], None]) -> list[str]:
    """The videos of all pages of a list; `between` happens before each page but the first."""
    answer = client.get(path).json
    seen = [row["video"]["id"] for row in answer["data"]]
    while "cursor" in answer:
        between()
        answer = client.get(f"{path}&cursor={answer['cursor']}").json
        seen += [row["video"]["id"] for row in answer["data"]]
    return seen


def stored_order(session: Session, code: str) -> list[str]:
    """The videos of the ranking that a region shows, in its order."""
    shown = select(Region.ranking_id).where(Region.code == code).scalar_subquery()
    rows = select(Video.source_id).join(RankingEntry, RankingEntry.video_id == Video.id)
    return list(session.scalars(rows.where(RankingEntry.ranking_id == shown).order_by(RankingEntry.rank)))


@in_random_worlds
@given(seeds, st.integers(4, 50))
def test_a_list_is_paged_in_the_order_it_had_when_it_was_opened(
    random_world: World, client: FlaskClient, session: Session, random: Random, limit: int
) -> None:
    with random_world(random) as go_on:
        opened = stored_order(session, "PL")
        assert followed(client, f"/v1/trending/PL?limit={limit}", go_on) == opened
        assert len(set(opened)) == len(opened) > 0


@in_random_worlds
@given(seeds, st.integers(10, 50))
def test_the_lens_is_paged_in_the_order_it_had_when_it_was_opened(
    random_world: World, client: FlaskClient, random: Random, limit: int
) -> None:
    with random_world(random) as go_on:
        opened = [row.video.id for row in lens.rows(snapshots.current(REGIONS))]
        assert followed(client, f"/v1/lens?limit={limit}", go_on) == opened
        assert len(set(opened)) == len(opened) > 0


@in_random_worlds
@given(seeds)
def test_the_parts_of_every_score_sum_to_it(random_world: World, client: FlaskClient, random: Random) -> None:
    with random_world(random):
        places = client.get("/v1/trending/PL?limit=50&explain=1").json["data"]
        for place in places:
            parts = place["receipt"]["parts"]
            assert sum(part["points"] for part in parts) == pytest.approx(place["score"], abs=1e-6)
            assert all(0 <= part["points"] <= part["weight"] for part in parts)
        assert places != []


@in_random_worlds
@given(seeds)
def test_the_fair_shelf_shows_three_of_a_channel_and_loses_nothing(random_world: World, random: Random) -> None:
    with random_world(random):
        entries = lists.read_current("PL").entries
        page = charts.page(entries, per_channel=charts.PER_CHANNEL)
        pages = [page]
        while page.after is not None:
            page = charts.page(entries, page.after, per_channel=charts.PER_CHANNEL)
            pages.append(page)
        shown = [[item.entry.video.channel_id for item in page.items] for page in pages]
        assert all(
            channels.count(known) <= charts.PER_CHANNEL for channels in shown for known in set(channels) - {None}
        )
        held = [one.rank for page in pages for item in page.items for one in (item.entry, *item.folded)]
        assert sorted(held) == [entry.rank for entry in entries]


def test_a_thousand_rebuilds_between_two_pages_change_none_of_them(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    videos = ["a", "b", "c", "d", "e"]
    take_in(session, SOURCE, chart(videos))
    session.commit()
    lists.renew(["PL"])
    written = []
    # Nobody talks here; to find that out again and again takes a third of the time.
    nobody = community.load(session, "PL", NOON, NOON, NOON)
    monkeypatch.setattr(community, "load", lambda *_: nobody)
    turn_round = update(ChartEntry).values(rank=len(videos) + 1 - ChartEntry.rank)

    def rebuild_often() -> None:
        for _ in range(0 if written else 1000):
            session.execute(turn_round)
            written.append(rankings.rebuild(session, "PL").written)
        session.commit()
        lists.renew(["PL"])

    assert followed(client, "/v1/trending/PL?limit=2", rebuild_often) == videos
    assert sum(written) == 1000


@pytest.mark.parametrize("path", ["/v1/trending/PL", "/v1/lens"])
def test_after_thirty_days_a_cursor_is_gone_and_the_newest_list_is_named(
    client: FlaskClient, session: Session, path: str
) -> None:
    take_in(session, SOURCE, chart(["a", "b", "c"]) + chart(["a", "d"], region="SE"))
    session.commit()
    lists.renew(REGIONS)
    cursor = client.get(f"{path}?limit=1").json["cursor"]
    take_in(session, SOURCE, chart(["x", "y"], NOON + timedelta(days=31)))
    session.commit()
    lists.renew(REGIONS)
    answer = client.get(f"{path}?limit=1&cursor={cursor}")
    assert (answer.status_code, answer.json["latest"]) == (410, path)
    assert answer.headers["Link"] == f'<{path}>; rel="latest-version"'
    assert client.get(answer.json["latest"]).status_code == 200
