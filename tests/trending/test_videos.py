"""What is told of one video: the place after it, whether a day before is known, its channel, its captures."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from app.trending import lines, lists, videos
from app.trending.intake import take_in
from tests.trending.worlds import NOON, GivenSource, chart

DAY = timedelta(days=1)


def test_a_standing_knows_the_score_of_the_next_place(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a", "b"]))
    ranked = lists.read_current("PL")
    first, last = (videos.detail(session, source_id).standings[0] for source_id in ("a", "b"))
    assert first.following_score == ranked.following_score(1) == last.score
    assert last.following_score is None
    assert ranked.following_score(2) is None


def test_the_day_before_is_known_once_there_was_one(session: Session) -> None:
    take_in(session, GivenSource(), chart(["a", "b"]))
    assert not lists.read_current("PL").has_day_before
    assert not videos.detail(session, "a").standings[0].has_day_before
    take_in(session, GivenSource(), chart(["b", "c"], NOON + DAY))
    assert lists.read_current("PL").has_day_before
    assert videos.detail(session, "c").standings[0].has_day_before


def test_the_risers_of_a_channel_are_its_other_videos_in_the_lists_of_now(session: Session) -> None:
    of_channel = [replace(one, channel_id="c") for one in chart(["a", "b", "c", "d"], NOON - DAY)]
    other = chart(["x"], NOON)
    now = [replace(one, channel_id="c") for one in chart(["a", "b", "c"], NOON + DAY)]
    swedish = [replace(one, channel_id="c") for one in chart(["c"], NOON + DAY, "SE")]
    take_in(session, GivenSource(), [*of_channel, *other, *now, *swedish])
    found = videos.risers_of_channel(session, videos.detail(session, "a").key, 5)
    assert [(one.video.id, one.region_code, one.rank, one.video.regions) for one in found] == [
        ("c", "SE", 1, ["SE", "PL"]),
        ("b", "PL", 2, ["PL"]),
    ]
    assert len(videos.risers_of_channel(session, videos.detail(session, "a").key, 1)) == 1
    assert videos.risers_of_channel(session, videos.detail(session, "x").key, 5) == []


def test_what_captures_told_outlives_our_rankings(session: Session) -> None:
    take_in(session, GivenSource(), [*chart(["a"], NOON - 90 * DAY), *chart(["b"])])
    key = videos.detail(session, "a").key
    assert lines.region_lines(session, key, NOON - 120 * DAY, NOON) == {}
    assert lines.source_lines(session, key) == {"PL": [lines.SourcePoint(NOON - 90 * DAY, 1, 1000)]}
