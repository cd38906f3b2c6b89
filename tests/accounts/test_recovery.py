"""A password or an address is changed by its owner, and nobody else learns or keeps anything."""

from datetime import timedelta
from functools import partial

import pytest
from apiflask import APIFlask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import links, passwords, recovery, sessions
from app.extensions import db
from app.models import Mail, Purpose, User, UserSession
from tests.accounts.racing import at_once
from tests.members import NOW, PASSWORD, add_member

NEW_PASSWORD = "nine quiet harbours"


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, password=PASSWORD)


def begin(session: Session, user: User) -> UserSession:
    return sessions.begin(session, user, "page", "Firefox on Linux", "192.0.2.77", remember=False, now=NOW)


def reset_link(session: Session, user: User) -> str:
    return links.issue(session, user.id, Purpose.RESET, NOW)


def change_link(session: Session, user: User, email: str = "new@example.org") -> str:
    return links.issue(session, user.id, Purpose.EMAIL_CHANGE, NOW, email)


def mails(session: Session) -> list[tuple[str, str]]:
    return [(mail.template, mail.address) for mail in session.scalars(select(Mail).order_by(Mail.id))]


@pytest.mark.parametrize("active", [True, False])
def test_a_link_to_reset_goes_to_who_has_the_address(session: Session, active: bool) -> None:
    add_member(session, active=active)
    recovery.request_reset(session, "ADA@example.org")
    assert mails(session) == [("reset", "ada@example.org")]


def test_an_unknown_address_gets_nothing_for_the_same_statements(
    session: Session, ada: User, statements: list[str]
) -> None:
    statements.clear()
    recovery.request_reset(session, "nobody@example.org")
    unknown = list(statements)
    session.commit()
    assert mails(session) == []
    statements.clear()
    recovery.request_reset(session, "ada@example.org")
    assert statements == unknown


def test_a_reset_changes_the_password_ends_every_session_and_says_so(session: Session, ada: User) -> None:
    begin(session, ada)
    version = ada.session_version
    assert recovery.reset(session, reset_link(session, ada), NEW_PASSWORD, NOW) is ada
    session.commit()
    assert passwords.verify(ada.password_hash, NEW_PASSWORD)
    assert not passwords.verify(ada.password_hash, PASSWORD)
    assert sessions.mine(session, ada.id, NOW) == []
    assert ada.session_version > version
    assert mails(session) == [("password_changed", "ada@example.org")]


def test_a_reset_makes_an_account_active_for_it_proves_the_address(session: Session) -> None:
    bob = add_member(session, "bob", active=False)
    recovery.reset(session, reset_link(session, bob), NEW_PASSWORD, NOW)
    assert bob.activated_at == NOW


def test_a_link_to_reset_works_once(session: Session, ada: User) -> None:
    secret = reset_link(session, ada)
    recovery.reset(session, secret, NEW_PASSWORD, NOW)
    with pytest.raises(links.UsedLink):
        recovery.reset(session, secret, "four wooden bridges", NOW)
    assert passwords.verify(ada.password_hash, NEW_PASSWORD)


def test_of_two_resets_by_one_link_at_once_one_counts(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        secret = reset_link(db.session(), add_member(db.session()))
        db.session.commit()
    words = ("nine quiet harbours", "four wooden bridges")
    results = at_once(fresh_app, *(partial(recovery.reset, secret=secret, new_password=one, now=NOW) for one in words))
    assert sorted(type(result).__name__ for result in results) == ["UsedLink", "User"]
    with fresh_app.app_context():
        kept = db.session.scalars(select(User.password_hash)).one()
        won = next(word for word, result in zip(words, results, strict=True) if isinstance(result, User))
        assert passwords.verify(kept, won)


@pytest.mark.parametrize("password", ["short", "password123", "it is ada of course", "ADA@example.org"])
def test_a_weak_password_is_refused_and_the_link_stays_good(session: Session, ada: User, password: str) -> None:
    secret = reset_link(session, ada)
    with pytest.raises(passwords.WeakPassword) as refusal:
        recovery.reset(session, secret, password, NOW)
    assert all(sentence.endswith(".") for sentence in refusal.value.weaknesses)
    assert links.owner(session, secret, Purpose.RESET, NOW) is ada


def test_an_old_link_to_reset_is_expired(session: Session, ada: User) -> None:
    with pytest.raises(links.ExpiredLink):
        recovery.reset(session, reset_link(session, ada), NEW_PASSWORD, NOW + timedelta(days=3))


def test_an_activation_link_resets_nothing(session: Session, ada: User) -> None:
    secret = links.issue(session, ada.id, Purpose.ACTIVATION, NOW)
    with pytest.raises(links.BadLink):
        recovery.reset(session, secret, NEW_PASSWORD, NOW)


def test_a_changed_password_leaves_only_the_session_that_changed_it(session: Session, ada: User) -> None:
    own, other = begin(session, ada), begin(session, ada)
    recovery.change_password(session, ada, PASSWORD, NEW_PASSWORD, NOW, keep=own.id)
    session.commit()
    assert passwords.verify(ada.password_hash, NEW_PASSWORD)
    assert [one.id for one in sessions.mine(session, ada.id, NOW)] == [own.id]
    assert other.revoked_at == NOW
    assert mails(session) == [("password_changed", "ada@example.org")]


def test_a_password_is_changed_only_by_who_knows_it(session: Session, ada: User) -> None:
    with pytest.raises(passwords.WrongPassword):
        recovery.change_password(session, ada, "a wrong password", NEW_PASSWORD, NOW, keep=None)
    assert passwords.verify(ada.password_hash, PASSWORD)
    assert mails(session) == []


def test_a_weak_new_password_is_refused(session: Session, ada: User) -> None:
    with pytest.raises(passwords.WeakPassword):
        recovery.change_password(session, ada, PASSWORD, "ada ada ada ada", NOW, keep=None)
    assert passwords.verify(ada.password_hash, PASSWORD)


def test_a_changed_password_ends_what_the_old_one_had_begun(session: Session, ada: User) -> None:
    reset, change = reset_link(session, ada), change_link(session, ada)
    recovery.change_password(session, ada, PASSWORD, NEW_PASSWORD, NOW, keep=None)
    for secret, purpose in ((reset, Purpose.RESET), (change, Purpose.EMAIL_CHANGE)):
        with pytest.raises(links.ExpiredLink):
            links.owner(session, secret, purpose, NOW)


def test_a_changed_password_takes_back_the_links_that_are_not_sent_yet(session: Session, ada: User) -> None:
    recovery.request_reset(session, "ada@example.org")
    recovery.request_email_change(session, ada, PASSWORD, "new@example.org")
    recovery.change_password(session, ada, PASSWORD, NEW_PASSWORD, NOW, keep=None)
    assert mails(session) == [("password_changed", "ada@example.org")]


def test_a_new_address_is_asked_before_it_counts(session: Session, ada: User) -> None:
    recovery.request_email_change(session, ada, PASSWORD, "new@example.org")
    assert mails(session) == [("email_change", "new@example.org")]
    assert ada.email == "ada@example.org"


def test_a_known_address_is_told_instead(session: Session, ada: User) -> None:
    add_member(session, "bob")
    recovery.request_email_change(session, ada, PASSWORD, "BOB@example.org")
    assert mails(session) == [("already_registered", "bob@example.org")]


def test_a_new_address_takes_the_password(session: Session, ada: User) -> None:
    with pytest.raises(passwords.WrongPassword):
        recovery.request_email_change(session, ada, "a wrong password", "new@example.org")
    assert mails(session) == []


def test_a_confirmed_address_counts_and_the_old_one_is_told(session: Session, ada: User) -> None:
    old_reset = reset_link(session, ada)
    assert recovery.confirm_email_change(session, change_link(session, ada), NOW).email == "new@example.org"
    assert mails(session) == [("email_changed", "ada@example.org")]
    with pytest.raises(links.ExpiredLink):
        recovery.reset(session, old_reset, NEW_PASSWORD, NOW)


def test_an_address_that_somebody_else_took_meanwhile_is_refused(session: Session, ada: User) -> None:
    secret = change_link(session, ada)
    add_member(session, "new")
    with pytest.raises(recovery.AddressTaken):
        recovery.confirm_email_change(session, secret, NOW)
    session.rollback()
    assert ada.email == "ada@example.org"


def test_of_two_that_confirm_one_address_at_once_one_has_it(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        secrets = [change_link(db.session(), add_member(db.session(), name)) for name in ("ada", "bob")]
        db.session.commit()
    confirm = recovery.confirm_email_change
    results = at_once(fresh_app, *(partial(confirm, secret=secret, now=NOW) for secret in secrets))
    assert sorted(type(result).__name__ for result in results) == ["AddressTaken", "User"]
