"""Guessing and mailing are limited, by address and by account, and no owner is locked out by it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import attempts
from app.accounts.attempts import Allowance
from app.models import User
from tests.api.accounts.conftest import TOKEN
from tests.conftest import Remake
from tests.members import PASSWORD, add_member

USER = "/v1/authentication/user"
HOME = "192.0.2.10"
ELSEWHERE = "198.51.100.10"

Try = Callable[..., int]


@pytest.fixture
def limited(remade: Remake) -> FlaskClient:
    return remade(ratelimit_enabled=True).test_client()


@pytest.fixture
def try_login(limited: FlaskClient, ada: User) -> Try:
    """Tries to log in from an address; the status."""

    def send(password: str = PASSWORD, address: str = HOME, login: str = "ada") -> int:
        body = {"login": login, "password": password}
        return limited.post(TOKEN, json=body, environ_base={"REMOTE_ADDR": address}).status_code

    return send


def amount(allowance: Allowance) -> int:
    return int(allowance.amount.split()[0])


def addresses(count: int) -> list[str]:
    """Addresses of as many networks."""
    return [f"203.0.{number}.1" for number in range(count)]


def test_wrong_passwords_from_one_address_are_limited_for_that_account_alone(session: Session, try_login: Try) -> None:
    add_member(session, "bea", password=PASSWORD)
    few = amount(attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT)
    assert [try_login("wrong") for _ in range(few + 1)] == [401] * few + [429]
    assert try_login(PASSWORD) == 429
    assert try_login(PASSWORD, login="bea") == 201
    assert try_login(PASSWORD, address=ELSEWHERE) == 201


def test_good_logins_are_not_counted_as_failures(try_login: Try) -> None:
    few = amount(attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT)
    assert {try_login() for _ in range(few + 5)} == {201}


def test_the_case_of_the_name_makes_no_other_account(try_login: Try) -> None:
    few = amount(attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT)
    names = ["ada", "ADA", "Ada "] * few
    assert [try_login("wrong", login=name) for name in names][few:] == [429] * (len(names) - few)


def test_many_addresses_that_guess_one_password_are_limited_and_its_owner_still_comes_in(
    try_login: Try,
) -> None:
    assert try_login(PASSWORD, address=HOME) == 201
    many = amount(attempts.FAILURES_OF_ACCOUNT)
    statuses = [try_login("wrong", address=address) for address in addresses(many + 2)]
    assert statuses == [401] * many + [429, 429]
    assert try_login(PASSWORD, address="192.0.2.99") == 201
    assert try_login(PASSWORD, address=ELSEWHERE) == 429


def test_one_address_is_limited_over_all_accounts(try_login: Try) -> None:
    allowed = amount(attempts.LOGINS_OF_ADDRESS)
    statuses = [try_login("wrong", login=f"member{number}") for number in range(allowed + 1)]
    assert statuses == [401] * allowed + [429]


def test_a_limit_is_told_by_its_name(limited: FlaskClient, ada: User) -> None:
    body = {"login": "ada", "password": "wrong"}
    *_, last = [limited.post(TOKEN, json=body) for _ in range(11)]
    assert (last.status_code, last.headers["RateLimit-Policy"]) == (429, '"login-address-account";q=10;w=900')
    assert "'login-address-account' is 10 per 15 minute" in last.json["detail"]
    assert 1 <= int(last.headers["Retry-After"]) <= 900


def test_an_address_is_not_mailed_again_and_again(limited: FlaskClient) -> None:
    few = amount(attempts.MAILS_TO_ACCOUNT)
    forms = [{"username": f"cleo{n}", "email": "cleo@example.org", "password": PASSWORD} for n in range(few + 1)]
    assert [limited.post(USER, json=form).status_code for form in forms] == [201] * few + [429]


@pytest.mark.parametrize("body", [None, [], {}, {"login": 1}, {"login": "\0"}, {"login": "x" * 300}])
def test_a_body_without_an_account_is_counted_by_address(limited: FlaskClient, body: Any) -> None:
    answer = limited.post(TOKEN, json=body)
    assert answer.status_code in {400, 422}
    assert answer.headers["RateLimit-Policy"].startswith('"login"')


def test_a_body_that_is_too_large_is_still_refused_and_counted(limited: FlaskClient) -> None:
    answer = limited.post(TOKEN, data=b"x" * 2_000_000)
    assert (answer.status_code, answer.headers["RateLimit-Policy"]) == (413, '"login";q=60;w=60')


def test_a_preflight_is_not_counted(limited: FlaskClient) -> None:
    assert "RateLimit-Policy" not in limited.options(TOKEN).headers


def test_refreshing_has_its_own_limit(limited: FlaskClient) -> None:
    answer = limited.put(TOKEN, json={"refresh_token": "x"})
    assert answer.headers["RateLimit-Policy"] == '"token";q=120;w=60'


def test_opening_links_has_its_own_limit(limited: FlaskClient) -> None:
    assert limited.put("/v1/users/activate/x").headers["RateLimit-Policy"] == '"link";q=60;w=60'
