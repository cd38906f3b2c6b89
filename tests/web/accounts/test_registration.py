"""Sign-up by pages: the form, its messages, and the link in the mail."""

from datetime import UTC, datetime, timedelta

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import AccountToken, Mail
from tests.mailbox import delivered, secret_in
from tests.members import PASSWORD, add_member
from tests.web.accounts.conftest import HTMX, moved_to

GRACE = {"username": "grace", "email": "grace@example.org", "password": PASSWORD}


@pytest.fixture
def link(app: APIFlask, client: FlaskClient) -> str:
    """The path of the link in the mail of Grace's sign-up."""
    client.post("/register", data=GRACE)
    (mail,) = delivered(app)
    return f"/activate/{secret_in(mail)}"


def expire_links(session: Session) -> None:
    session.execute(update(AccountToken).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    session.commit()


def test_who_signs_up_and_opens_the_link_can_log_in(client: FlaskClient, link: str) -> None:
    early = client.post("/login", data={"login": "grace", "password": PASSWORD})
    assert (early.status_code, "not active yet" in early.text) == (422, True)
    opened = client.get(link)
    assert opened.status_code == 200
    assert "Your account is ready" in opened.text
    assert moved_to(client.post("/login", data={"login": "grace", "password": PASSWORD})) == "/"


def test_signing_up_leads_to_what_to_do_next(client: FlaskClient) -> None:
    path = moved_to(client.post("/register", data=GRACE))
    assert "Look in your mail" in client.get(path).text


def test_htmx_is_led_there_too(client: FlaskClient) -> None:
    answer = client.post("/register", data=GRACE, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/register/sent")


def test_messages_stand_beside_fields_whose_values_are_kept(client: FlaskClient) -> None:
    answer = client.post("/register", data={"username": "a b", "email": "gr@example.org", "password": "password12"})
    assert answer.status_code == 422
    assert 'value="a b"' in answer.text
    assert 'value="gr@example.org"' in answer.text
    assert "password12" not in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert answer.text.count("autofocus") == 1
    assert 'aria-describedby="signup-username-hint signup-username-message"' in answer.text
    assert 'id="signup-username-message">Use 3 to 30 letters' in answer.text
    assert "stolen passwords" in answer.text


def test_htmx_gets_the_form_alone(client: FlaskClient) -> None:
    answer = client.post("/register", data={}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.count("Fill in this field.") == 3
    assert answer.text.lstrip().startswith("<form")


def test_a_taken_name_is_told_beside_it(client: FlaskClient, session: Session) -> None:
    add_member(session, "Grace")
    answer = client.post("/register", data={**GRACE, "email": "other@example.org"})
    assert answer.status_code == 422
    assert "This username is taken" in answer.text


def test_a_known_address_is_answered_as_a_new_one(client: FlaskClient, session: Session) -> None:
    add_member(session, "ada")
    known = client.post("/register", data={**GRACE, "email": "ada@example.org"})
    new = client.post("/register", data={**GRACE, "username": "hedy"})
    assert (known.status_code, known.headers["Location"], known.data) == (303, new.headers["Location"], new.data)


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "gr\0ce"},
        {"email": "gr\0ce@example.org"},
        {"password": "a" * 10_000},
        {"email": f"{'a' * 300}@b.cd"},
    ],
    ids=["NUL in the name", "NUL in the address", "a password of 10 kB", "an address of 300 letters"],
)
def test_what_cannot_be_kept_is_told_in_the_form(client: FlaskClient, fields: dict[str, str]) -> None:
    assert client.post("/register", data={**GRACE, **fields}).status_code == 422


def test_a_used_link_of_an_active_account_is_friendly(client: FlaskClient, link: str) -> None:
    client.get(link)
    again = client.get(link)
    assert again.status_code == 200
    assert "You are all set" in again.text


def test_an_expired_link_offers_a_new_one_that_works(
    app: APIFlask, client: FlaskClient, session: Session, link: str
) -> None:
    expire_links(session)
    old = client.get(link)
    assert (old.status_code, "This link is too old" in old.text) == (410, True)
    assert moved_to(client.post(link)) == "/activate/sent"
    (mail,) = delivered(app)
    assert client.get(f"/activate/{secret_in(mail)}").status_code == 200


def test_a_link_that_nobody_was_given_sends_nothing(client: FlaskClient, session: Session) -> None:
    assert client.get("/activate/nobodys").status_code == 404
    assert moved_to(client.post("/activate/nobodys")) == "/activate/nobodys"
    assert session.scalars(select(Mail)).all() == []


def test_another_link_is_sent_to_who_asks(app: APIFlask, client: FlaskClient, link: str) -> None:
    assert moved_to(client.post("/activate", data={"email": GRACE["email"]})) == "/activate/sent"
    (mail,) = delivered(app)
    assert client.get(link).status_code == 410  # the newer one ended it
    assert client.get(f"/activate/{secret_in(mail)}").status_code == 200


def test_asking_for_a_link_tells_nothing_of_an_unknown_address(client: FlaskClient, session: Session) -> None:
    assert moved_to(client.post("/activate", data={"email": "nobody@example.org"})) == "/activate/sent"
    assert session.scalars(select(Mail)).all() == []
    assert client.post("/activate", data={"email": "nobody"}).status_code == 422


def test_the_page_of_a_link_keeps_it_to_itself(client: FlaskClient, link: str) -> None:
    answer = client.get(link)
    assert link.removeprefix("/activate/") not in answer.text
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("password", "told"), [("", ""), ("password12", "<b>Weak.</b>"), ("seven lanterns rising", "<b>Strong.</b>")]
)
def test_the_strength_is_told_while_typing(client: FlaskClient, password: str, told: str) -> None:
    answer = client.post("/register/strength", data={"password": password}, headers=HTMX)
    assert answer.status_code == 200
    assert told in answer.text
    assert bool(answer.text.strip()) is bool(told)


def test_of_a_change_the_strength_is_that_of_the_new_password(client: FlaskClient) -> None:
    fields = {"password": PASSWORD, "new_password": "password12"}
    assert "<b>Weak.</b>" in client.post("/register/strength", data=fields, headers=HTMX).text
