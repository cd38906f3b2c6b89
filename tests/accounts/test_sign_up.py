"""Sign-up: an account is made, and becomes active by the link in its mail."""

from datetime import timedelta
from functools import partial

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.accounts import links, passwords, sign_up
from app.accounts.forms import SignUp
from app.extensions import db
from app.models import AccountToken, Mail, Purpose, User
from tests.accounts.racing import at_once
from tests.members import NOW, PASSWORD, add_member

LATER = NOW + timedelta(hours=1)
THREE_DAYS = timedelta(days=3)


def form(username: str = "bob", email: str = "bob@example.org") -> SignUp:
    return SignUp(username=username, email=email, password=PASSWORD)


def register(session: Session, username: str = "bob", email: str = "bob@example.org") -> None:
    sign_up.register(session, form(username, email), NOW)


def find(session: Session, username: str = "bob") -> User:
    return session.scalars(select(User).where(User.username == username)).one()


def mails(session: Session) -> list[tuple[str, str]]:
    """Template and address of each mail, in the order in which they were queued."""
    return [(mail.template, mail.address) for mail in session.scalars(select(Mail).order_by(Mail.id))]


def activation_link(session: Session, user: User) -> str:
    """The secret that the job would put into the mail."""
    return links.issue(session, user.id, Purpose.ACTIVATION, NOW)


def test_a_new_account_is_inactive_and_its_link_is_on_the_way(session: Session) -> None:
    register(session)
    user = find(session)
    assert (user.email, user.role, user.is_active, user.created_at) == ("bob@example.org", "user", False, NOW)
    assert passwords.verify(user.password_hash, PASSWORD)
    assert mails(session) == [("activation", "bob@example.org")]


def test_the_mail_and_its_job_are_there_only_if_the_account_is(session: Session) -> None:
    jobs = text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'mail.send'")
    with session.begin_nested() as undone:
        register(session)
        undone.rollback()
    assert (session.scalar(jobs), mails(session)) == (0, [])
    register(session)
    assert session.scalar(jobs) == 1


@pytest.mark.parametrize("username", ["ada", "ADA"])
def test_a_taken_username_is_told_in_any_case(session: Session, username: str) -> None:
    add_member(session, "ada")
    with pytest.raises(sign_up.UsernameTaken):
        register(session, username)
    assert mails(session) == []


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org"])
@pytest.mark.parametrize("active", [True, False])
def test_a_known_address_answers_as_a_new_one_and_its_owner_is_told(session: Session, email: str, active: bool) -> None:
    add_member(session, "ada", active=active)
    register(session, "bob", email)
    assert mails(session) == [("already_registered", "ada@example.org")]
    assert session.scalar(select(func.count()).select_from(User)) == 1


@pytest.mark.parametrize("email", ["ada@example.org", "new@example.org"])
def test_asking_for_the_username_again_tells_nothing_about_the_address(session: Session, email: str) -> None:
    add_member(session, "ada")
    register(session, "bob", email)
    with pytest.raises(sign_up.UsernameTaken):
        register(session, "Bob", "other@example.org")


def test_addresses_that_differ_by_a_plus_sign_are_two(session: Session) -> None:
    register(session, "bob", "bob+one@example.org")
    register(session, "carol", "bob+two@example.org")
    assert [template for template, _ in mails(session)] == ["activation", "activation"]


def test_of_two_that_want_a_name_at_once_one_has_it(fresh_app: APIFlask) -> None:
    results = at_once(fresh_app, *(partial(register, username="bob", email=f"{n}@example.org") for n in "abc"))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "UsernameTaken", "UsernameTaken"]
    with fresh_app.app_context():
        assert mails(db.session()) == [("activation", find(db.session()).email)]


def test_of_two_that_give_an_address_at_once_both_look_fine_and_one_is_a_member(fresh_app: APIFlask) -> None:
    results = at_once(fresh_app, *(partial(register, username=f"bob_{n}", email="bob@example.org") for n in "abc"))
    assert results == [None, None, None]
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1
        assert sorted(template for template, _ in mails(db.session())) == [
            "activation",
            "already_registered",
            "already_registered",
        ]


def test_the_link_makes_the_account_active(session: Session) -> None:
    register(session)
    user = sign_up.activate(session, activation_link(session, find(session)), LATER)
    assert (user.username, user.activated_at) == ("bob", LATER)


def test_a_link_opened_again_is_used_and_changes_nothing(session: Session) -> None:
    user = add_member(session, active=False)
    secret = activation_link(session, user)
    sign_up.activate(session, secret, NOW)
    with pytest.raises(links.UsedLink):
        sign_up.activate(session, secret, LATER)
    assert user.activated_at == NOW


def test_a_link_opened_twice_at_once_works_once(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        secret = activation_link(db.session(), add_member(db.session(), active=False))
        db.session.commit()
    results = at_once(fresh_app, *[partial(sign_up.activate, secret=secret, now=NOW)] * 3)
    assert sorted(type(result).__name__ for result in results) == ["UsedLink", "UsedLink", "User"]


def test_an_earlier_link_of_an_active_account_counts_as_used(session: Session) -> None:
    user = add_member(session, active=False)
    earlier, latest = activation_link(session, user), activation_link(session, user)
    sign_up.activate(session, latest, NOW)
    with pytest.raises(links.UsedLink):
        sign_up.activate(session, earlier, NOW)


def test_a_newer_link_ends_the_earlier_one(session: Session) -> None:
    user = add_member(session, active=False)
    earlier = activation_link(session, user)
    activation_link(session, user)
    with pytest.raises(links.ExpiredLink) as refusal:
        sign_up.activate(session, earlier, NOW)
    assert refusal.value.user is user


@pytest.mark.parametrize(("age", "is_good"), [(THREE_DAYS - timedelta(seconds=1), True), (THREE_DAYS, False)])
def test_a_link_lives_for_three_days(session: Session, age: timedelta, is_good: bool) -> None:
    user = add_member(session, active=False)
    secret = activation_link(session, user)
    if is_good:
        assert sign_up.activate(session, secret, NOW + age).is_active
    else:
        with pytest.raises(links.ExpiredLink):
            sign_up.activate(session, secret, NOW + age)
        assert not user.is_active


@pytest.mark.parametrize("change", ["", "x", "cut", "longer", "\0", "\ud800", "x" * 10_240])
def test_a_link_that_nobody_was_given_is_bad(session: Session, change: str) -> None:
    secret = activation_link(session, add_member(session, active=False))
    given = {"cut": secret[:-1], "longer": secret + "A"}.get(change, change)
    with pytest.raises(links.BadLink):
        sign_up.activate(session, given, NOW)


@pytest.mark.parametrize("purpose", [Purpose.RESET, Purpose.EMAIL_CHANGE])
def test_a_link_for_something_else_is_bad_and_stays_good_for_that(session: Session, purpose: Purpose) -> None:
    user = add_member(session, active=False)
    secret = links.issue(session, user.id, purpose, NOW)
    with pytest.raises(links.BadLink):
        sign_up.activate(session, secret, NOW)
    assert links.owner(session, secret, purpose, NOW) is user


def test_the_database_holds_no_secret_of_a_link(session: Session) -> None:
    secret = activation_link(session, add_member(session, active=False))
    row = session.execute(text("SELECT account_tokens::text FROM account_tokens")).scalar_one()
    assert secret not in row
    assert secret.encode().hex() not in row
    assert len(session.scalars(select(AccountToken)).one().token_hash) == 32


@pytest.mark.parametrize(("active", "template"), [(False, "activation"), (True, "already_registered")])
def test_a_link_is_sent_again_to_who_is_not_active_yet(session: Session, active: bool, template: str) -> None:
    add_member(session, "ada", active=active)
    sign_up.resend(session, "ADA@example.org")
    assert mails(session) == [(template, "ada@example.org")]


def test_nothing_is_sent_to_an_unknown_address(session: Session) -> None:
    sign_up.resend(session, "nobody@example.org")
    session.commit()
    assert mails(session) == []
    assert session.scalar(text("SELECT count(*) FROM procrastinate_jobs")) == 0


def test_an_unknown_address_costs_the_same_statements_as_a_known_one(session: Session, statements: list[str]) -> None:
    add_member(session, "ada", active=False)
    statements.clear()
    sign_up.resend(session, "ada@example.org")
    known = list(statements)
    statements.clear()
    sign_up.resend(session, "nobody@example.org")
    assert statements == known
