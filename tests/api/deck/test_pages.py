"""Pages of the deck: pure, pinned to their snapshot, hydrated, with an end."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import Channel, MutedWord, User, Video
from tests.api.conftest import LANTERNS
from tests.api.deck.conftest import DECK, POLAND, Ask, positions, videos
from tests.feed.decks import stored
from tests.feed.member_decks import Held, build

REST = [video for video in POLAND if video not in DECK]


def test_a_page_tells_the_video_why_and_of_which_snapshot(ask: Ask, alice: User, decks: Store) -> None:
    answer = ask(alice, "GET", "/v1/deck?limit=3")
    assert videos(answer) == DECK[:3]
    first = answer.json["data"][0]
    assert (first["position"], first["video"]["title"]) == (0, "Title pl-5")
    assert first["reason"] == {"code": "taste", "text": "Members with a taste like yours watch it"}
    assert first["context"] is None
    assert answer.json["snapshot"]["id"] == str(decks.number)
    assert (answer.json["is_on"], answer.json["caught_up"]) == (True, False)
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_reading_changes_nothing(ask: Ask, alice: User, decks: Store) -> None:
    first = ask(alice, "GET", "/v1/deck?limit=5")
    again = ask(alice, "GET", "/v1/deck?limit=5")
    assert first.json == again.json
    assert decks.position(alice.id) == 0
    assert ask(alice, "GET", "/v1/deck?limit=5", If_None_Match=first.headers["ETag"]).status_code == 304


def test_reading_stores_nothing_though_a_newer_deck_is_begun(
    ask: Ask, session: Session, alice: User, bob: User, decks: Store
) -> None:
    ask(alice, "POST", "/v1/deck/seen", {"positions": [0, 1, 3]})
    decks.take(alice.id, 1)
    build(session, decks, {alice: [Held(video) for video in DECK]}, {"PL": POLAND})
    before = stored(decks)
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == [DECK[4], DECK[5]]
    assert videos(ask(bob, "GET", "/v1/deck?limit=2")) == POLAND[:2]
    assert stored(decks) == before


def test_pages_follow_each_other_through_the_deck_and_the_chart_to_the_end(ask: Ask, alice: User, decks: Store) -> None:
    address, seen, ends = "/v1/deck?limit=8", [], []
    while True:
        answer = ask(alice, "GET", address)
        seen += videos(answer)
        ends.append(answer.json["caught_up"])
        if "cursor" not in answer.json:
            break
        address = f"/v1/deck?limit=8&cursor={answer.json['cursor']}"
    assert seen == [*DECK, *REST, "no-2"]
    assert ends == [False] * (len(ends) - 1) + [True]
    last = answer.json["data"]
    assert last[-1]["reason"] == {"code": "chart", "text": "On the list of Norway"}
    assert last[-1]["context"] == {"about": "region", "id": "NO", "name": "Norway"}


def test_later_pages_are_of_the_snapshot_that_the_first_was_of(
    ask: Ask, session: Session, alice: User, decks: Store
) -> None:
    cursor = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    build(session, decks, {alice: [Held(video) for video in reversed(DECK)]}, {"PL": POLAND})
    assert videos(ask(alice, "GET", f"/v1/deck?limit=5&cursor={cursor}")) == DECK[5:10]
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == DECK[:-3:-1]
    build(session, decks, {alice: [Held(video) for video in DECK]}, {"PL": POLAND})
    gone = ask(alice, "GET", f"/v1/deck?limit=5&cursor={cursor}")
    assert (gone.status_code, gone.mimetype) == (410, "application/problem+json")
    assert "Begin again" in gone.json["detail"]


def test_a_cursor_is_good_for_its_member_alone(ask: Ask, alice: User, bob: User, decks: Store) -> None:
    cursor = ask(alice, "GET", "/v1/deck?limit=5").json["cursor"]
    for text in (cursor, cursor[:-1], "x"):
        assert ask(bob, "GET", f"/v1/deck?cursor={text}").status_code == 422


def test_who_has_no_deck_gets_the_chart_of_the_home_region(ask: Ask, session: Session, bob: User, decks: Store) -> None:
    bob.home_region = "NO"
    session.commit()
    answer = ask(bob, "GET", "/v1/deck?limit=3")
    assert videos(answer) == ["no-2", *POLAND[:2]]
    assert answer.json["data"][0]["reason"]["code"] == "chart"


def test_who_tells_a_region_before_they_begin_gets_its_chart(
    ask: Ask, session: Session, bob: User, decks: Store
) -> None:
    assert videos(ask(bob, "GET", "/v1/deck?limit=1")) == POLAND[:1]
    ask(bob, "PATCH", "/v1/taste", {"languages": ["nb"]})
    assert videos(ask(bob, "GET", "/v1/deck?limit=1")) == ["no-2"]
    ask(bob, "POST", "/v1/deck/seen", {"positions": [0]})
    bob.home_region = "PL"
    session.commit()
    assert videos(ask(bob, "GET", "/v1/deck?limit=1")) == POLAND[:1]


def test_who_moves_before_they_begin_gets_the_chart_of_the_new_home(
    ask: Ask, session: Session, bob: User, decks: Store
) -> None:
    for home, first in (("NO", "no-2"), ("PL", POLAND[0])):
        bob.home_region = home
        session.commit()
        assert videos(ask(bob, "GET", "/v1/deck?limit=1")) == [first]


def test_without_decks_and_charts_the_deck_is_empty_and_ends(ask: Ask, alice: User) -> None:
    answer = ask(alice, "GET", "/v1/deck")
    assert answer.json == {
        "data": [],
        "snapshot": {"id": None, "built_at": None},
        "is_on": True,
        "caught_up": True,
    }


def test_a_deck_that_is_off_is_the_chart_of_the_home_region(ask: Ask, alice: User, decks: Store) -> None:
    assert ask(alice, "PATCH", "/v1/taste", {"is_on": False}).status_code == 200
    chart = videos(ask(alice, "GET", "/v1/trending/PL?limit=50"))
    answer = ask(alice, "GET", "/v1/deck?limit=20")
    assert videos(answer) == chart[:20]
    assert positions(answer) == list(range(1, 21))
    assert (answer.json["is_on"], answer.json["caught_up"]) == (False, False)
    assert {item["reason"]["text"] for item in answer.json["data"]} == {"On the list of Poland"}
    rest = ask(alice, "GET", f"/v1/deck?limit=20&cursor={answer.json['cursor']}")
    assert videos(rest) == chart[20:]
    assert (rest.json["caught_up"], "cursor" in rest.json) == (True, False)


def test_muted_words_keep_a_video_out(ask: Ask, session: Session, alice: User, decks: Store) -> None:
    word = MutedWord(user_id=alice.id, phrase="pl-5", folded="pl 5", scopes=["home"], created_at=datetime.now(UTC))
    session.add(word)
    session.commit()
    assert videos(ask(alice, "GET", "/v1/deck?limit=2")) == DECK[1:3]


def test_reasons_name_what_they_are_about(ask: Ask, session: Session, alice: User, store: Store) -> None:
    channel = session.scalars(select(Channel).where(Channel.title == "Harbour Films")).one()
    lanterns = session.scalars(select(Video.id).where(Video.source_id == LANTERNS)).one()
    held = [
        Held("pl-2", Reason.RISING_HOME, 2),
        Held("pl-3", Reason.SIMILAR, lanterns),
        Held("pl-4", Reason.CHANNEL, channel.id),
        Held("pl-5", Reason.CHANNEL, 2**31 - 1),
        Held("pl-6", Reason.NEW),
    ]
    build(session, store, {alice: held})
    told = [(item["reason"]["text"], item["context"]) for item in ask(alice, "GET", "/v1/deck").json["data"]]
    assert told == [
        ("Rising in Poland", {"about": "region", "id": "PL", "name": "Poland"}),
        (
            "Because of “Lanterns over the harbour (title song)”",
            {"about": "video", "id": LANTERNS, "name": "Lanterns over the harbour (title song)"},
        ),
        (
            "From Harbour Films, a channel you often choose",
            {"about": "channel", "id": "UC_harbour", "name": "Harbour Films"},
        ),
        ("From a channel you often choose", None),
        ("New, and not yet tried by many", None),
    ]


def test_a_page_takes_a_bounded_number_of_statements(
    ask: Ask, alice: User, decks: Store, statements: list[str]
) -> None:
    ask(alice, "GET", "/v1/deck?limit=5")
    few = ask(alice, "GET", "/v1/deck?limit=1")
    statements.clear()
    ask(alice, "GET", "/v1/deck?limit=1")
    least = len(statements)
    statements.clear()
    ask(alice, "GET", "/v1/deck?limit=20")
    assert few.status_code == 200
    assert len(statements) == least


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "cursor=", "color=red", "limit=1&limit=2"])
def test_what_a_page_cannot_be_asked_is_refused(ask: Ask, alice: User, decks: Store, query: str) -> None:
    assert ask(alice, "GET", f"/v1/deck?{query}").status_code == 422
