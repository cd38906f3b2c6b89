"""Logging in with a code after the password."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import recovery, second_factor
from app.models import User
from tests.members import PASSWORD
from tests.web.accounts.conftest import HTMX, LogIn, is_logged_in, moved_to


class Factor:
    """The second factor of Ada: the codes of her app, and her recovery codes."""

    def __init__(self, secret: str, recovery_codes: list[str]) -> None:
        self.totp, self.recovery_codes = pyotp.TOTP(secret), recovery_codes

    def code(self) -> str:
        """One that was not used, for the enrolment took that of now."""
        return self.totp.at(datetime.now(UTC) + timedelta(seconds=30))


@pytest.fixture
def factor(session: Session, ada: User) -> Factor:
    enrolment = second_factor.begin(ada)
    now = datetime.now(UTC)
    codes = second_factor.confirm(session, ada, pyotp.TOTP(enrolment.secret).at(now), now)
    session.commit()
    return Factor(enrolment.secret, codes)


def test_the_password_alone_leads_to_the_code(client: FlaskClient, factor: Factor, log_in: LogIn) -> None:
    assert moved_to(log_in(client)) == "/login/code"
    assert 'autocomplete="one-time-code"' in client.get("/login/code").text
    assert not is_logged_in(client)


def test_a_code_completes_the_login_and_leads_where_it_was_to(
    client: FlaskClient, factor: Factor, log_in: LogIn
) -> None:
    log_in(client, next="/settings/security", remember="1")
    answer = client.post("/login/code", data={"code": factor.code()})
    assert moved_to(answer) == "/settings/security"
    assert "Expires" in answer.headers["Set-Cookie"]
    assert is_logged_in(client)


def test_a_recovery_code_completes_it_once(client: FlaskClient, factor: Factor, log_in: LogIn) -> None:
    for status in (303, 422):
        log_in(client)
        assert client.post("/login/code", data={"code": factor.recovery_codes[0]}).status_code == status


def test_a_wrong_code_is_told_beside_its_field(client: FlaskClient, factor: Factor, log_in: LogIn) -> None:
    log_in(client)
    answer = client.post("/login/code", data={"code": "abc"}, headers=HTMX)
    assert answer.status_code == 422
    assert 'id="secondfactorcode-code-message">This code is wrong' in answer.text
    assert client.post("/login/code", data={}).status_code == 422
    assert not is_logged_in(client)


def test_without_the_password_there_is_no_code_to_give(client: FlaskClient, factor: Factor) -> None:
    assert moved_to(client.get("/login/code")) == "/login"
    assert moved_to(client.post("/login/code", data={"code": factor.code()})) == "/login"


def test_the_code_is_waited_for_ten_minutes(client: FlaskClient, factor: Factor, log_in: LogIn) -> None:
    log_in(client)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert moved_to(client.post("/login/code", data={"code": factor.recovery_codes[0]})) == "/login"


def test_a_password_that_is_changed_meanwhile_has_to_be_given_again(
    client: FlaskClient, session: Session, ada: User, factor: Factor, log_in: LogIn
) -> None:
    log_in(client)
    recovery.change_password(session, ada, PASSWORD, "eight lanterns rising", datetime.now(UTC), keep=None)
    session.commit()
    assert moved_to(client.post("/login/code", data={"code": factor.recovery_codes[0]})) == "/login"
