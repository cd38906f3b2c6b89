"""Requests that meet: none fails, and what is good once is taken once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from apiflask import APIFlask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Mail, User
from tests.api.accounts.conftest import TOKEN
from tests.members import PASSWORD, add_member

THREADS = 6


def all_at_once(ask: Callable[[int], TestResponse]) -> list[int]:
    """The statuses of as many requests as there are threads."""
    barrier = Barrier(THREADS)

    def start(number: int) -> int:
        barrier.wait()
        return ask(number).status_code

    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(pool.map(start, range(THREADS)))


@pytest.fixture
def refresh_token(fresh_app: APIFlask) -> str:
    with fresh_app.app_context():
        add_member(db.session(), password=PASSWORD)
    answer = fresh_app.test_client().post(TOKEN, json={"login": "ada", "password": PASSWORD})
    token: str = answer.json["data"]["refresh_token"]
    return token


def test_a_refresh_token_that_is_sent_six_times_is_traded_once(fresh_app: APIFlask, refresh_token: str) -> None:
    statuses = all_at_once(lambda _: fresh_app.test_client().put(TOKEN, json={"refresh_token": refresh_token}))
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 401, 409}


@pytest.mark.parametrize("field", ["username", "email"])
def test_of_six_sign_ups_that_meet_one_makes_the_account(fresh_app: APIFlask, field: str) -> None:
    def sign_up(number: int) -> TestResponse:
        form = {"username": f"cleo{number}", "email": f"cleo{number}@example.org", "password": PASSWORD}
        form[field] = {"username": "cleo", "email": "cleo@example.org"}[field]
        return fresh_app.test_client().post("/v1/authentication/user", json=form)

    statuses = all_at_once(sign_up)
    assert statuses == ([201] * THREADS if field == "email" else [201] + [409] * (THREADS - 1))
    with fresh_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(User)) == 1
        templates = db.session.scalars(select(Mail.template).order_by(Mail.template)).all()
    assert templates == ["activation"] + ["already_registered"] * (THREADS - 1 if field == "email" else 0)
