"""What members tell of themselves, who sees it, and what they keep out of their sight."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Follow, FollowRequest, MutedWord, User
from app.models.user import MAX_BIO
from app.social.muted_words import MAX_WORDS
from tests.social.writing import viewer_of
from tests.web.people.conftest import HTMX, Browsers, make_private, turn

PUBLIC = {"is_private": "false", "shows_likes": "true"}
WORD = {"phrase": "Żółć", "scopes": ["home", "search"], "action": "hide", "days": "0"}


@pytest.mark.parametrize("page", ["profile", "privacy", "privacy/blocked", "privacy/muted", "muted-words"])
def test_settings_are_for_their_member_and_kept_by_nobody(client: FlaskClient, alices: FlaskClient, page: str) -> None:
    assert client.get(f"/settings/{page}").headers["Location"] == f"/login?next=/settings/{page}"
    answer = alices.get(f"/settings/{page}")
    assert answer.status_code == 200
    assert answer.cache_control.no_store


def test_a_profile_is_filled_in_and_emptied(alices: FlaskClient) -> None:
    answer = alices.post("/settings/profile", data={"bio": "Two\r\nlines", "home_region": "NO"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/@alice")
    page = alices.get("/settings/profile").text
    assert "Two\nlines</textarea>" in page
    assert '<option value="NO" selected>' in page
    alices.post("/settings/profile", data={"bio": "", "home_region": ""})
    page = alices.get("/settings/profile").text
    assert "lines" not in page
    assert '<option value="" selected>' in page


def test_a_profile_that_is_refused_keeps_what_was_typed(alices: FlaskClient) -> None:
    long = "x" * (MAX_BIO + 1)
    answer = alices.post("/settings/profile", data={"bio": long, "home_region": "XX"}, headers=HTMX)
    assert answer.status_code == 422
    assert long in answer.text
    assert f"Use at most {MAX_BIO} characters." in answer.text
    assert "Choose one of the regions" in answer.text


def test_an_account_made_public_lets_in_who_waits(
    session: Session, alice: User, alices: FlaskClient, bobs: FlaskClient
) -> None:
    make_private(session, alice)
    turn(bobs, "/@alice/follow")
    assert "Who waits for your approval follows you at once." in alices.get("/settings/privacy").text
    assert alices.post("/settings/privacy", data=PUBLIC).status_code == 303
    assert session.scalars(select(FollowRequest)).all() == []
    assert len(session.scalars(select(Follow)).all()) == 1


def test_both_choices_are_kept(client: FlaskClient, alices: FlaskClient) -> None:
    alices.post("/settings/privacy", data={"is_private": "true", "shows_likes": "false"})
    page = alices.get("/settings/privacy").text
    assert page.count("checked") == 2
    assert "This account is private" in client.get("/@alice").text


def test_choices_that_were_cut_short_change_nothing(client: FlaskClient, alices: FlaskClient) -> None:
    answer = alices.post("/settings/privacy", data={"shows_likes": "true"})
    assert answer.status_code == 422
    assert "This account is private" not in client.get("/@alice").text


def test_who_is_blocked_is_unblocked_here(
    alice: User, bob: User, alices: FlaskClient, bobs: FlaskClient, browser_of: Browsers
) -> None:
    turn(alices, "/@bob/block")
    assert "/settings/privacy/blocked/bob/unblock" in alices.get("/settings/privacy").text
    assert bobs.post("/settings/privacy/blocked/alice/unblock").status_code == 404
    assert alices.get("/@bob").status_code == 404
    assert alices.post("/settings/privacy/blocked/bob/unblock").status_code == 303
    assert alices.get("/@bob").status_code == 200
    assert bobs.get("/@alice").status_code == 200


def test_who_is_muted_is_listed_with_the_end_of_it(bob: User, charlie: User, alices: FlaskClient) -> None:
    turn(alices, "/@bob/mute", days="1")
    turn(alices, "/@charlie/mute", days="0")
    page = alices.get("/settings/privacy").text
    assert "until" in page
    assert "for good" in page
    page = alices.get("/settings/privacy/muted").text
    assert page.index("@charlie") < page.index("@bob")


def test_a_word_is_muted_and_removed(session: Session, alices: FlaskClient) -> None:
    assert alices.post("/settings/muted-words", data=WORD | {"days": "7", "action": "fold"}).status_code == 303
    word = session.scalars(select(MutedWord)).one()
    assert (word.phrase, word.folded, word.scopes, word.action) == ("Żółć", "zolc", ["home", "search"], "fold")
    assert word.expires_at
    page = alices.get("/settings/muted-words").text
    assert "Żółć" in page
    assert "in lists, search" in page
    assert alices.post(f"/settings/muted-words/{word.id}/remove").status_code == 303
    assert alices.post(f"/settings/muted-words/{word.id}/remove").status_code == 404


def test_nobody_removes_the_word_of_another(session: Session, alices: FlaskClient, bobs: FlaskClient) -> None:
    alices.post("/settings/muted-words", data=WORD)
    word = session.scalars(select(MutedWord)).one()
    assert bobs.post(f"/settings/muted-words/{word.id}/remove").status_code == 404


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"phrase": ""}, "Fill in this field."),
        ({"phrase": "?!"}, "signs alone cannot be muted"),
        ({"scopes": []}, "Choose at least one place."),
        ({"phrase": "ZOLC!"}, "You have muted this, if perhaps in another spelling."),
    ],
)
def test_a_word_that_is_refused_says_why_beside_the_field(
    alices: FlaskClient, changed: dict[str, object], told: str
) -> None:
    alices.post("/settings/muted-words", data=WORD)
    answer = alices.post("/settings/muted-words", data=WORD | {"phrase": "other"} | changed, headers=HTMX)
    assert answer.status_code == 422
    assert told in answer.text
    assert "<html" not in answer.text


def test_there_is_a_most_of_muted_words(session: Session, alice: User, alices: FlaskClient) -> None:
    session.add_all(
        MutedWord(user_id=viewer_of(alice).id, phrase=f"w{n}", folded=f"w{n}", scopes=["home"])
        for n in range(MAX_WORDS)
    )
    session.commit()
    answer = alices.post("/settings/muted-words", data=WORD)
    assert answer.status_code == 422
    assert "Remove one first." in answer.text
