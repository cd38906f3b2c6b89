"""Who talks about a video counts in its score: each member once, within a week, and only what everybody sees."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.jobs.trending import rebuild
from app.models import Comment, Post, Ranking, User, Video, VideoLike, VideoSave
from app.trending import lists, rankings
from app.trending.community import WEEK, Act, Community
from app.trending.intake import take_in
from tests.members import add_member
from tests.trending.worlds import NOON, GivenSource, chart

HOUR = timedelta(hours=1)
LATER = NOON + timedelta(minutes=20)
HALF = 7.5


@pytest.fixture(autouse=True)
def twenty_past() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(LATER, tick=False) as clock:
        yield clock


@pytest.fixture
def video(session: Session) -> Video:
    """The second of a chart of Poland."""
    take_in(session, GivenSource(), chart(["first", "second"]))
    session.commit()
    return session.scalars(select(Video).where(Video.source_id == "second")).one()


def post(session: Session, author: User, video: Video, at: datetime = LATER, **state: object) -> Post:
    text = {"title": "t", "content": "c", "content_html": "<p>c</p>", "folded": "c"}
    written = Post(author_id=author.id, video_id=video.id, created_at=at, **text, **state)  # type: ignore[arg-type]
    session.add(written)
    session.flush()
    return written


def comment(session: Session, author: User, on: Post, at: datetime = LATER, **state: object) -> Comment:
    text = {"content": "c", "content_html": "<p>c</p>", "folded": "c"}
    written = Comment(author_id=author.id, post_id=on.id, created_at=at, **text, **state)  # type: ignore[arg-type]
    session.add(written)
    session.flush()
    return written


def community(client: FlaskClient, session: Session, video: Video) -> tuple[int, float]:
    """The members and the points that a video's receipt tells after the next rebuild."""
    rankings.rebuild(session, "PL")
    session.commit()
    lists.renew(["PL"])
    entries = client.get("/v1/trending/PL?explain=1").get_json()["data"]
    entry = next(one for one in entries if one["video"]["id"] == video.source_id)
    assert sum(part["points"] for part in entry["receipt"]["parts"]) == pytest.approx(entry["score"])
    part = next(part for part in entry["receipt"]["parts"] if part["name"] == "community")
    return part["input"]["members"], part["points"]


def test_five_members_give_half_and_a_save_and_a_comment_count_as_well(
    client: FlaskClient, session: Session, video: Video
) -> None:
    members = [add_member(session, f"member{number}") for number in range(5)]
    written = post(session, members[0], video)
    comment(session, members[1], written)
    comment(session, members[2], written)
    session.add(VideoSave(user_id=members[3].id, video_id=video.id, created_at=LATER))
    session.add(VideoLike(user_id=members[4].id, video_id=video.id, created_at=LATER))
    assert community(client, session, video) == (5, HALF)


def test_only_what_everybody_sees_counts(client: FlaskClient, session: Session, video: Video) -> None:
    alice, bob, waiting = (
        add_member(session, "alice"),
        add_member(session, "bob"),
        add_member(session, "w_a", active=False),
    )
    alice.is_private = True
    session.add_all(VideoLike(user_id=one.id, video_id=video.id, created_at=LATER) for one in (alice, waiting))
    removed = {"removed_at": LATER, "removal_reason": "spam"}
    comment(session, bob, post(session, alice, video))
    comment(session, bob, post(session, bob, video, deleted_at=LATER))
    comment(session, bob, post(session, bob, video, **removed))
    standing = post(session, add_member(session, "charlie"), video)
    comment(session, bob, standing, deleted_at=LATER)
    comment(session, bob, standing, **removed)
    assert community(client, session, video)[0] == 1
    alice.is_private = False
    session.flush()
    assert community(client, session, video)[0] == 3


def test_an_act_counts_for_seven_days(
    client: FlaskClient, session: Session, video: Video, twenty_past: time_machine.Traveller
) -> None:
    bob = add_member(session, "bob")
    post(session, bob, video)
    twenty_past.move_to(LATER + WEEK - HOUR)
    assert community(client, session, video)[0] == 1
    twenty_past.move_to(LATER + WEEK)
    assert community(client, session, video)[0] == 0


def test_a_list_counts_what_happened_until_the_next_one_came(
    client: FlaskClient, session: Session, video: Video, twenty_past: time_machine.Traveller
) -> None:
    post(session, add_member(session, "bob"), video)
    post(session, add_member(session, "charlie"), video, NOON + 2 * HOUR)
    assert community(client, session, video)[0] == 1
    twenty_past.move_to(NOON + 3 * HOUR)
    take_in(session, GivenSource(), chart(["first", "second"], NOON + HOUR, published_at=NOON - 10 * HOUR))
    assert community(client, session, video)[0] == 2
    written = session.scalar(select(func.count()).select_from(Ranking))
    assert rankings.rebuild(session, "PL", NOON).written == 0
    assert session.scalar(select(func.count()).select_from(Ranking)) == written


def test_a_whole_history_is_ranked_with_as_many_statements_as_one_capture(
    session: Session, video: Video, statements: list[str]
) -> None:
    statements.clear()
    rankings.rebuild(session, "PL")
    of_one = len(statements)
    take_in(session, GivenSource(), chart(["first"], NOON - HOUR) + chart(["second"], NOON - 2 * HOUR))
    statements.clear()
    assert rankings.rebuild(session, "PL", NOON - WEEK).unchanged == 3
    assert len(statements) == of_one


def test_the_schedule_brings_what_members_do_onto_the_page(client: FlaskClient, session: Session, video: Video) -> None:
    assert "talks about it" not in client.get("/trending/PL").text
    post(session, add_member(session, "bob"), video)
    session.commit()
    rebuild.func(timestamp=0)
    page = client.get("/trending/PL").text
    assert '/videos/second#posts"><b>1</b> member<span class="quiet"> talks about it' in " ".join(page.split())
    assert "1 member here liked, saved, posted or commented" in page
    before = session.scalar(select(func.count()).select_from(Ranking))
    rebuild.func(timestamp=0)
    assert session.scalar(select(func.count()).select_from(Ranking)) == before


hours = st.integers(0, 400).map(lambda count: NOON + count * HOUR)
given_acts = st.lists(st.builds(Act, hours, st.integers(1, 3), st.integers(1, 4))).map(sorted)


@given(given_acts, st.lists(hours, unique=True).map(sorted))
def test_a_sliding_week_holds_what_counting_afresh_finds(acts: Sequence[Act], captures: Sequence[datetime]) -> None:
    slid = Community(acts, {at: at for at in captures})
    for at in captures:
        slid.move_to(at)
        for video_id in (1, 2, 3):
            afresh = {act.user_id for act in acts if act.video_id == video_id and at - WEEK < act.at <= at}
            assert slid.members(video_id) == len(afresh)
