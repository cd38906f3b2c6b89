"""The second factor in the settings: turned on with a code, off with the password."""

import re
from datetime import UTC, datetime

import pyotp
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.members import PASSWORD
from tests.web.accounts.conftest import HTMX, LogIn, moved_to

SECURITY, ENABLE = "/settings/security", "/settings/security/enable"
CODES = re.compile(r"<code>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</code>")


def key_in(page: str) -> str:
    found = re.search(r'<code class="key-text">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def turn_on(client: FlaskClient) -> list[str]:
    """The recovery codes."""
    assert moved_to(client.post(f"{SECURITY}/begin")) == ENABLE
    code = pyotp.TOTP(key_in(client.get(ENABLE).text)).at(datetime.now(UTC))
    answer = client.post(ENABLE, data={"code": code})
    assert answer.status_code == 200
    return CODES.findall(answer.text)


def test_a_code_of_the_app_turns_it_on_and_ten_recovery_codes_are_shown_once(adas: FlaskClient, log_in: LogIn) -> None:
    codes = turn_on(adas)
    assert len(set(codes)) == 10
    page = adas.get(SECURITY).text
    assert "10 of your recovery codes are not used yet" in page
    assert not CODES.findall(page)
    assert moved_to(log_in(adas.application.test_client())) == "/login/code"


def test_the_page_shows_a_picture_to_scan_without_any_style(adas: FlaskClient) -> None:
    adas.post(f"{SECURITY}/begin")
    answer = adas.get(ENABLE)
    assert "<svg" in answer.text.split('<div class="qr">')[1][:20]
    assert " style=" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_wrong_code_leaves_the_same_key_to_try_again(adas: FlaskClient) -> None:
    adas.post(f"{SECURITY}/begin")
    key = key_in(adas.get(ENABLE).text)
    answer = adas.post(ENABLE, data={"code": "abc"}, headers=HTMX)
    assert answer.status_code == 422
    assert key_in(answer.text) == key
    assert "This code is wrong" in answer.text
    assert "Off." in adas.get(SECURITY).text


def test_it_is_turned_off_with_the_password(adas: FlaskClient, session: Session, ada: User, log_in: LogIn) -> None:
    turn_on(adas)
    refused = adas.post(f"{SECURITY}/disable", data={"password": "wrong"}, headers=HTMX)
    assert (refused.status_code, "This is not your password." in refused.text) == (422, True)
    assert moved_to(adas.post(f"{SECURITY}/disable", data={"password": PASSWORD})) == SECURITY
    assert "The second factor is off." in adas.get(SECURITY).text
    assert moved_to(log_in(adas.application.test_client())) == "/"


def test_what_is_not_begun_or_is_on_already_leads_to_the_page_that_says_so(adas: FlaskClient) -> None:
    assert moved_to(adas.get(ENABLE)) == SECURITY
    assert moved_to(adas.post(ENABLE, data={"code": "123456"})) == SECURITY
    turn_on(adas)
    for answer in (adas.get(ENABLE), adas.post(f"{SECURITY}/begin"), adas.post(ENABLE, data={"code": "123456"})):
        assert moved_to(answer) == SECURITY
