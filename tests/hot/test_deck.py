"""`GET /feed/{user_id}`: the same answer whether the hot path or Flask gives it, and each error as a problem."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts import access_tokens, service_tokens, sessions
from app.feed import extension, snapshots
from app.feed.extension import store_of
from app.hot import deck as hot_deck
from app.infra import gateway
from app.models import User
from tests.feed.decks import stored, write
from tests.hot.conftest import Get
from tests.members import add_member, authorization

TOLD = ("Feed-Position", "Feed-Source", "Cache-Control", "Content-Type", *gateway.DATA_SECURITY_HEADERS)
NEVER_USUAL = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def no_flask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever reaches Flask fails."""

    def fail(*_: object) -> None:
        raise AssertionError("Flask was asked")

    monkeypatch.setattr(Flask, "wsgi_app", fail)


@pytest.mark.parametrize("more", [{}, NEVER_USUAL], ids=["hot", "Flask"])
def test_each_request_moves_on_and_tells_where_it_is(
    get: Get, deck: User, machine: dict[str, str], more: dict[str, str]
) -> None:
    answers = [get(f"/feed/{deck.id}", headers=machine | more) for _ in range(2)]
    assert [answer.json for answer in answers] == [[*range(1, 11)], [*range(11, 21)]]
    assert [answer.headers["Feed-Position"] for answer in answers] == ["10", "20"]
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"
    assert answers[0].headers["Content-Type"] == "application/json"
    assert {"ETag", "Set-Cookie"} & set(answers[0].headers.keys()) == set()


def test_flask_and_the_hot_path_tell_the_same(get: Get, deck: User, machine: dict[str, str]) -> None:
    path = f"/feed/{deck.id}?size=7&from=0"
    hot, slow = get(path, headers=machine), get(path, headers=machine | NEVER_USUAL)
    assert hot.json == slow.json
    assert [hot.headers[name] for name in TOLD] == [slow.headers[name] for name in TOLD]


@pytest.mark.usefixtures("no_flask")
def test_the_ordinary_case_does_not_ask_flask(get: Get, deck: User, machine: dict[str, str], session: Session) -> None:
    for query in ("", "?size=1", "?size=200", "?from=0", "?size=3&from=2"):
        for headers in (machine, authorization(session, deck)):
            assert get(f"/feed/{deck.id}{query}", headers=headers).status_code == 200


def test_a_retry_gets_the_same_page(get: Get, deck: User, machine: dict[str, str]) -> None:
    first = get(f"/feed/{deck.id}?size=5&from=0", headers=machine)
    pages = [get(f"/feed/{deck.id}?size=5&from={first.headers['Feed-Position']}", headers=machine) for _ in range(2)]
    assert [page.json for page in pages] == [[6, 7, 8, 9, 10]] * 2
    assert get(f"/feed/{deck.id}?size=5", headers=machine).json == [11, 12, 13, 14, 15]


@pytest.mark.parametrize("more", [{}, NEVER_USUAL], ids=["hot", "Flask"])
def test_head_moves_nothing(app: APIFlask, get: Get, deck: User, machine: dict[str, str], more: dict[str, str]) -> None:
    store_of(app).refresh()
    path, before = f"/feed/{deck.id}", stored(store_of(app))
    assert get(path, method="HEAD", headers=machine | more).headers["Feed-Position"] == "10"
    assert stored(store_of(app)) == before
    assert get(path, headers=machine | more).json == [*range(1, 11)]


@pytest.mark.parametrize(
    "address",
    [
        "/feed/0",
        "/feed/x",
        "/feed/-1",
        "/feed/4.0",
        "/feed/2147483648",
        "/feed/99999999999999999999",
        "/feed/00000000001",
        "/feed/%D9%A1",
    ]
    + [f"/feed/7?{query}" for query in ("size=0", "size=201", "size=x", "size=", "from=-1", "from=65536", "siz=1")]
    + [f"/feed/7?{query}" for query in ("size=1&size=2", "from=1&from=2")],
)
def test_a_bad_id_or_query_is_a_problem(get: Get, deck: User, machine: dict[str, str], address: str) -> None:
    answer = get(address, headers=machine)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    (told,) = answer.json["errors"].values()
    assert told
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("more", [{}, NEVER_USUAL], ids=["hot", "Flask"])
def test_there_is_no_deck_for_an_id_above_all_members(
    app: APIFlask, get: Get, deck: User, machine: dict[str, str], more: dict[str, str]
) -> None:
    for address in (f"/feed/{2**31 - 1}", f"/feed/{2**31 - 2}?size=3&from=0"):
        answer = get(address, headers=machine | more)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert "no member" in answer.json["detail"]
    places = store_of(app).served[0].progress.places.path
    assert places.stat().st_size < 1 << 20


def test_who_joined_after_the_build_has_a_deck_at_once(
    get: Get, deck: User, machine: dict[str, str], session: Session
) -> None:
    assert get(f"/feed/{deck.id}", headers=machine).status_code == 200
    newest = add_member(session, "dora")
    session.commit()
    assert newest.id > deck.id
    assert get(f"/feed/{newest.id}?size=2", headers=machine).json == [901, 902]


@pytest.mark.usefixtures("no_flask")
def test_the_newest_id_is_asked_for_once(
    get: Get, deck: User, bob: User, machine: dict[str, str], statements: list[str]
) -> None:
    bob.home_region = "PL"
    for _ in range(3):
        assert get(f"/feed/{max(deck.id, bob.id)}", headers=machine).status_code == 200
    statements.clear()
    get(f"/feed/{max(deck.id, bob.id)}", headers=machine)
    assert [one for one in statements if "max(users.id)" in one] == []


def test_only_the_member_and_machines_that_may_get_a_deck(get: Get, deck: User, bob: User, session: Session) -> None:
    expected: list[tuple[dict[str, str], int]] = [
        ({}, 401),
        ({"Authorization": "Bearer nobody"}, 401),
        ({"Authorization": "Basic eDp5"}, 401),
        (authorization(session, bob), 403),
        (authorization(session, deck), 200),
    ]
    for headers, status in expected:
        for _ in range(2):  # the second is remembered
            answer = get(f"/feed/{deck.id}", headers=headers)
            assert answer.status_code == status
            assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_an_ended_session_and_a_revoked_token_are_good_for_seconds_at_most(
    get: Get, deck: User, machine: dict[str, str], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = authorization(session, deck)
    assert [get(f"/feed/{deck.id}", headers=who).status_code for who in (member, machine)] == [200, 200]
    claims = access_tokens.verify(member["Authorization"].split()[1], datetime.now(UTC))
    sessions.revoke(session, deck.id, claims.sid, datetime.now(UTC))
    (token,) = service_tokens.all_tokens(session)
    service_tokens.revoke(session, token.id, datetime.now(UTC))
    session.commit()
    later = hot_deck.monotonic() + hot_deck.REMEMBERED_SECONDS
    monkeypatch.setattr(hot_deck, "monotonic", lambda: later)
    assert [get(f"/feed/{deck.id}", headers=who).status_code for who in (member, machine)] == [401, 401]


def test_not_more_bearers_are_remembered_than_there_is_room_for(
    get: Get, deck: User, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hot_deck, "MAX_REMEMBERED", 2)
    for _ in range(5):
        assert get(f"/feed/{deck.id}", headers=authorization(session, deck)).status_code == 200


def test_without_decks_and_charts_it_is_told_when_to_come_again(get: Get, decks: Path, machine: dict[str, str]) -> None:
    answer = get("/feed/7", headers=machine)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.mimetype == "application/problem+json"


def test_a_member_without_a_deck_gets_the_chart_of_their_home_region(
    get: Get, decks: Path, bob: User, machine: dict[str, str], session: Session
) -> None:
    bob.home_region = "PL"
    session.commit()
    write(decks, users=[bob.id + 1])
    answer = get(f"/feed/{bob.id}?size=6", headers=machine)
    assert answer.json == [801, 802, 901, 803, 902, 903]
    assert answer.headers["Feed-Source"] == "fallback"
    assert get(f"/feed/{bob.id}?size=6", headers=machine).json == []


@pytest.mark.parametrize("own", [[], [7, 8]], ids=["no deck", "a short deck"])
def test_a_new_build_does_not_show_the_charts_again(
    app: APIFlask, get: Get, decks: Path, bob: User, machine: dict[str, str], session: Session, own: list[int]
) -> None:
    bob.home_region = "PL"
    session.commit()
    path, everything = f"/feed/{bob.id}?size=4", [*own, 801, 802, 901, 803, 902, 903]
    for _ in range(2):
        write(decks, users=[bob.id] if own else [bob.id + 1], deck=own or [7])
        store_of(app).refresh()
        shown, everything = everything[:4], everything[4:]
        assert get(path, headers=machine).json == shown
    assert get(path, headers=machine).json == everything


def test_the_id_of_the_request_comes_back(get: Get, deck: User, machine: dict[str, str]) -> None:
    given = get(f"/feed/{deck.id}", headers=machine | {"X-Request-Id": "abcdefgh-1"})
    made = [get(f"/feed/{deck.id}", headers=machine | {"X-Request-Id": "no good"}) for _ in range(2)]
    assert given.headers["X-Request-Id"] == "abcdefgh-1"
    assert len({answer.headers["X-Request-Id"] for answer in made}) == 2


def test_the_first_request_after_a_long_rest_finds_the_newest_decks(app: APIFlask, deck: User, decks: Path) -> None:
    mapped = store_of(app).number
    write(decks, users=[deck.id])
    extension.start(app).set()
    assert store_of(app).number == max(snapshots.numbers(decks)) > mapped


def test_other_addresses_are_flasks(get: Get) -> None:
    assert get("/health").status_code == 200
    assert get("/feed").status_code == 303  # the Following feed, which asks for a login
    assert get("/feed/").status_code == 404


@given(st.text("sizefrom=&0123456789+%", max_size=20) | st.from_regex(hot_deck._QUERY))
def test_a_query_is_read_as_flask_reads_it_or_left_to_flask(query: str) -> None:
    read = hot_deck.parameters(query)
    if read is not None:
        size, position = read
        told: dict[str, Any] = dict(part.split("=") for part in query.split("&") if part)
        assert told == {name: told[name] for name in ("size", "from") if name in told}
        assert (size, position) == (int(told.get("size", 10)), int(told["from"]) if "from" in told else None)
