"""From a use case of accounts to the mail and back by its link."""

from datetime import UTC, datetime

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.accounts import links, recovery, sign_up
from app.accounts.forms import SignUp
from app.models import User
from tests.mailbox import delivered, secret_in
from tests.members import PASSWORD, add_member


def now() -> datetime:
    return datetime.now(UTC)


def test_the_link_of_a_sign_up_activates_the_account(app: APIFlask, session: Session) -> None:
    form = SignUp(username="grace", email="grace@example.org", password="seven lanterns rising")
    sign_up.register(session, form, now())
    session.commit()
    (mail,) = delivered(app)
    assert (mail["to"], mail["subject"]) == ("grace@example.org", "Confirm your address")
    assert sign_up.activate(session, secret_in(mail), now()).is_active


def test_a_known_address_gets_a_mail_without_a_link_to_open(app: APIFlask, session: Session) -> None:
    ada = add_member(session)
    sign_up.register(session, SignUp(username="other", email=ada.email, password="seven lanterns rising"), now())
    session.commit()
    (mail,) = delivered(app)
    assert (mail["to"], mail["subject"]) == (ada.email, "You already have an account")
    assert "Hello ada," in mail["text"]


def test_the_link_of_a_reset_sets_a_password_and_only_the_newest_does(app: APIFlask, session: Session) -> None:
    ada = add_member(session)
    secrets = []
    for _ in range(2):
        recovery.request_reset(session, ada.email)
        session.commit()
        secrets += [secret_in(mail) for mail in delivered(app)]
    with pytest.raises(links.ExpiredLink):
        recovery.reset(session, secrets[0], "nine quiet harbours", now())
    recovery.reset(session, secrets[1], "nine quiet harbours", now())
    session.commit()
    assert [mail["subject"] for mail in delivered(app)] == ["Your password was changed"]


def test_a_change_of_address_is_confirmed_at_the_new_one_and_told_to_the_old(app: APIFlask, session: Session) -> None:
    ada: User = add_member(session, password=PASSWORD)
    recovery.request_email_change(session, ada, PASSWORD, "new@example.org")
    session.commit()
    (asked,) = delivered(app)
    assert asked["to"] == "new@example.org"
    recovery.confirm_email_change(session, secret_in(asked), now())
    session.commit()
    assert ada.email == "new@example.org"
    assert [(mail["to"], mail["subject"]) for mail in delivered(app)] == [
        ("ada@example.org", "The address of your account was changed")
    ]
