"""Captures go in, rankings come out: in the right order, once, and never mixed with other hours or regions."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Capture, ChartEntry, Ranking, RankingEntry, Region, Video
from app.trending import lists, rankings
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.trending.worlds import NOON, GivenSource, chart

DAY = timedelta(hours=24)


def ranked(region: str = "PL") -> list[str]:
    return [entry.video.id for entry in lists.read_current(region).entries]


def test_the_ranking_follows_the_chart_when_nothing_else_is_known(session: Session) -> None:
    take_in(session, GivenSource(), chart(["first", "second", "third"]))
    assert ranked() == ["first", "second", "third"]


def test_what_grows_faster_than_usual_overtakes(session: Session) -> None:
    videos = [f"v{number}" for number in range(10)]
    take_in(session, GivenSource(), chart(videos, NOON - DAY, published_at=NOON - 3 * DAY, views=1000))
    now = [one for one in chart(videos, published_at=NOON - 3 * DAY, views=2000) if one.source_id != "v1"]
    take_in(session, GivenSource(), now + chart(["x", "v1"], published_at=NOON - 3 * DAY, views=3_000_000)[1:])
    assert ranked()[0] == "v1"


def test_a_source_that_forbids_it_gives_no_momentum(session: Session) -> None:
    videos = ["slow", "fast"]
    closed = GivenSource("youtube", derives=False)
    take_in(session, closed, chart(videos, NOON - DAY, published_at=NOON - 3 * DAY))
    take_in(session, closed, chart(videos, published_at=NOON - 3 * DAY, views=9_000_000))
    assert session.scalars(select(RankingEntry.momentum).distinct()).all() == [0.0]


def test_each_entry_tells_its_rank_a_day_before_and_since_when_it_is_in(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a", "b"], NOON - DAY, published_at=NOON - 3 * DAY))
    take_in(session, GivenSource(), chart(["b", "a", "c"], published_at=NOON - 3 * DAY))
    entries = {entry.video.id: entry for entry in lists.read_current("PL").entries}
    assert [(entries[video].rank, entries[video].previous_rank) for video in "bac"] == [(1, 2), (2, 1), (3, None)]
    assert entries["a"].entered_at == NOON - DAY
    assert entries["c"].entered_at == NOON


def test_taking_the_same_in_twice_changes_nothing(session: Session) -> None:
    world = chart(["a", "b"], NOON - DAY) + chart(["b", "a"])
    assert take_in(session, GivenSource(), world).new == 4
    again = take_in(session, GivenSource(), world)
    assert (again.new, again.updated, again.unchanged, dict(again.changed)) == (0, 0, 4, {})
    assert session.scalar(select(func.count()).select_from(Ranking)) == 2


def test_of_two_captures_in_one_hour_the_last_word_wins(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"], NOON, views=10))
    stored = take_in(session, GivenSource(), chart(["a"], NOON + timedelta(minutes=40), views=20))
    assert stored.updated == 1
    assert session.scalars(select(ChartEntry.views)).all() == [20]


def test_a_hidden_count_stays_unknown(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"], views=None, likes=None, comments=0))
    entry = session.scalars(select(ChartEntry)).one()
    assert (entry.views, entry.likes, entry.comments) == (None, None, 0)


def test_an_older_observation_does_not_overwrite_a_newer_one(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"], views=500, channel_title="Known", language=None))
    take_in(session, GivenSource(), chart(["a"], NOON - DAY, views=100, channel_title="Old", language="pl"))
    video = session.scalars(select(Video)).one()
    assert (video.views, video.language) == (500, "pl")
    assert lists.read_current("PL").entries[0].video.channel_title == "Known"


def test_the_first_real_capture_of_a_region_removes_its_demo_data_only(session: Session) -> None:
    demo = GivenSource("demo")
    take_in(session, demo, chart(["demo1"], NOON + DAY) + chart(["demo2"], NOON + DAY, "SE"))
    take_in(session, GivenSource(), chart(["real"]))
    assert ranked("PL") == ["real"]
    assert ranked("SE") == ["demo2"]
    assert set(session.scalars(select(Video.source_id))) == {"real", "demo2"}


def test_an_older_import_leaves_the_shown_list_alone(session: Session) -> None:
    take_in(session, GivenSource(), chart(["now"]))
    take_in(session, GivenSource(), chart(["then"], NOON - 10 * DAY))
    assert ranked() == ["now"]


def test_rankings_are_kept_thirty_days_back_from_the_newest_capture(session: Session) -> None:
    for days in (31, 29, 0):
        take_in(session, GivenSource(), chart(["a"], NOON - days * DAY))
    kept = session.scalars(select(Ranking.captured_at).order_by(Ranking.captured_at)).all()
    assert kept == [NOON - 29 * DAY, NOON]
    assert session.scalar(select(func.count()).select_from(Capture)) == 3


def test_a_rebuild_writes_only_what_comes_out_different(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a", "b"]))
    before = session.get_one(Region, "PL").ranking_id
    result = rankings.rebuild(session, "PL")
    assert (result.written, result.unchanged) == (0, 1)
    session.expire_all()
    assert session.get_one(Region, "PL").ranking_id == before


def test_a_region_without_captures_rebuilds_to_nothing(session: Session) -> None:
    result = rankings.rebuild(session, "NO")
    assert (result.written, result.unchanged) == (0, 0)
    assert lists.read_current("NO").entries == []


def test_a_video_stands_in_the_lists_of_every_region_that_holds_it(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"]) + chart(["a"], region="SE") + chart(["b"], region="NO"))
    assert lists.read_current("PL").entries[0].video.regions == ["PL", "SE"]


def test_rebuilding_in_one_go_gives_what_capture_by_capture_gave(session: Session) -> None:
    moments = [NOON - 12 * DAY + hours * timedelta(hours=6) for hours in range(48)]
    for number, at in enumerate(moments):
        order = [f"v{(number + place * 7) % 13}" for place in range(13)]
        take_in(session, GivenSource(), chart(dict.fromkeys(order), at, published_at=moments[0], views=100 * number**2))
    result = rankings.rebuild(session, "PL", moments[0])
    assert (result.written, result.unchanged) == (0, len(moments))


def test_without_ranks_or_scores_more_views_then_more_likes_come_first(session: Session) -> None:
    told = [("few", 5, None), ("liked", None, 9), ("unknown", None, None), ("many", 50, None)]
    take_in(
        session,
        GivenSource(),
        [Observation("PL", NOON, name, name, views=views, likes=likes) for name, views, likes in told],
    )
    assert ranked() == ["many", "few", "liked", "unknown"]


def test_a_channel_that_is_only_numbered_has_no_title_until_one_is_told(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a"], channel_id="map:7"))
    assert lists.read_current("PL").entries[0].video.channel_title is None
    take_in(session, GivenSource(), chart(["a"], NOON + DAY, channel_id="map:7", channel_title="Told"))
    assert lists.read_current("PL").entries[0].video.channel_title == "Told"


def test_a_chart_without_ranks_tells_no_movement(session: Session) -> None:
    for at in (NOON - DAY, NOON):
        take_in(session, GivenSource(), [Observation("PL", at, "a", "a", views=5), Observation("PL", at, "b", "b")])
    assert [entry.inputs["previous_rank"] for entry in lists.read_current("PL").entries] == [None, None]
