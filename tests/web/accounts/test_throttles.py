"""Guesses, sign-ups and mails are limited, and no owner is locked out by the guesses of others."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import attempts
from app.models import Mail
from tests.conftest import Remake
from tests.members import PASSWORD
from tests.web.accounts.conftest import HTMX, LogIn, moved_to

NEAR = int(attempts.FAILURES_OF_ADDRESS_AND_ACCOUNT.amount.split()[0])
FAR = int(attempts.FAILURES_OF_ACCOUNT.amount.split()[0])
MAILS = int(attempts.MAILS_TO_ACCOUNT.amount.split()[0])


@pytest.fixture
def limited(remade: Remake) -> FlaskClient:
    return remade(ratelimit_enabled=True, trusted_proxies=1).test_client()


def guess(client: FlaskClient, address: str = "192.0.2.1", password: str = "wrong") -> int:
    form = {"login": "ada", "password": password}
    return client.post("/login", data=form, headers={"X-Forwarded-For": address}).status_code


@pytest.mark.usefixtures("ada")
def test_one_address_guesses_a_few_times_and_then_waits(limited: FlaskClient) -> None:
    assert [guess(limited) for _ in range(NEAR + 1)] == [422] * NEAR + [429]
    assert guess(limited, password=PASSWORD) == 429
    assert guess(limited, address="198.51.100.9", password=PASSWORD) == 303


@pytest.mark.usefixtures("ada")
def test_who_waits_is_told_how_long(limited: FlaskClient) -> None:
    for _ in range(NEAR):
        guess(limited)
    form, headers = {"login": "ada", "password": "wrong"}, {"X-Forwarded-For": "192.0.2.1"}
    page = limited.post("/login", data=form, headers=headers)
    assert page.status_code == 429
    assert "Try again in 1" in page.text
    assert int(page.headers["Retry-After"]) > 60
    assert page.headers["Cache-Control"] == "no-store"
    partial = limited.post("/login", data=form, headers=headers | HTMX)
    assert (partial.headers["HX-Retarget"], "<html" in partial.text) == ("#flash", False)


@pytest.mark.usefixtures("ada")
def test_guesses_from_everywhere_do_not_lock_out_the_owner(limited: FlaskClient) -> None:
    assert guess(limited, address="203.0.113.7", password=PASSWORD) == 303
    limited.post("/logout")
    answers = [guess(limited, address=f"198.51.{number}.1") for number in range(FAR + 1)]
    assert answers == [422] * FAR + [429]
    assert guess(limited, address="192.0.2.200", password=PASSWORD) == 429
    assert guess(limited, address="203.0.113.99", password=PASSWORD) == 303


def test_the_password_in_settings_is_not_guessed_either(limited: FlaskClient, log_in: LogIn) -> None:
    log_in(limited)
    form = {"password": "wrong"}
    answers = [limited.post("/settings/security/disable", data=form).status_code for _ in range(NEAR + 1)]
    assert answers == [422] * NEAR + [429]


@pytest.mark.usefixtures("ada")
def test_one_address_is_sent_a_few_mails_an_hour(limited: FlaskClient, session: Session) -> None:
    answers = [limited.post("/reset", data={"email": "ada@example.org"}).status_code for _ in range(MAILS + 1)]
    assert answers == [303] * MAILS + [429]
    assert session.scalar(select(func.count()).select_from(Mail)) == MAILS
    assert moved_to(limited.post("/reset", data={"email": "other@example.org"})) == "/reset/sent"


def test_signing_up_is_limited_for_an_address(limited: FlaskClient) -> None:
    most = int(attempts.SIGN_UPS_OF_ADDRESS.amount.split()[0])
    assert [limited.post("/register", data={}).status_code for _ in range(most + 1)] == [422] * most + [429]
