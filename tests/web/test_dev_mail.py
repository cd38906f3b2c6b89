"""/dev/mail: the mails of a site in development, and nobody else's."""

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.notify.messages import Message
from app.notify.outbox import Outbox
from config import Settings

PATHS = ("/dev/mail", "/dev/mail.json")


@pytest.fixture
def outbox(settings: Settings) -> Outbox:
    """Empty, for other tests of this worker send mails as well."""
    (settings.data_dir / "mails.jsonl").unlink(missing_ok=True)
    return Outbox(settings.data_dir)


def send(outbox: Outbox, to: str, link: str = "http://127.0.0.1:8000/activate/s3cret") -> None:
    html = "<!DOCTYPE html><style>p { color: red }</style><p>Hello</p>"
    outbox.send(Message(to, "Confirm <your> address", f"Open the link.\n\n{link}\n", html))


def test_mails_are_shown_newest_first_with_links_to_open(client: FlaskClient, outbox: Outbox) -> None:
    send(outbox, "first@example.org")
    send(outbox, "second@example.org")
    page = client.get("/dev/mail")
    assert page.text.index("second@example.org") < page.text.index("first@example.org")
    assert '<a href="http://127.0.0.1:8000/activate/s3cret"' in page.text
    assert "Confirm &lt;your&gt; address" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_json_has_the_fixed_shape(client: FlaskClient, outbox: Outbox) -> None:
    send(outbox, "first@example.org")
    send(outbox, "second@example.org")
    shown = client.get("/dev/mail.json").get_json()
    assert [mail["to"] for mail in shown] == ["second@example.org", "first@example.org"]
    assert set(shown[0]) == {"to", "subject", "text", "html", "at"}
    assert shown[0]["at"].endswith("Z")


def test_a_mail_is_shown_as_html_that_can_do_nothing(client: FlaskClient, outbox: Outbox) -> None:
    send(outbox, "first@example.org")
    (mail,) = client.get("/dev/mail.json").get_json()
    shown = client.get(f"/dev/mail/{mail['at']}")
    assert shown.text == mail["html"]
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert client.get("/dev/mail/2026-11-20T00:00:00Z").status_code == 404


@pytest.mark.usefixtures("outbox")
def test_without_mails_the_page_says_how_one_comes(client: FlaskClient) -> None:
    assert "No mail yet" in client.get("/dev/mail").text
    assert client.get("/dev/mail.json").get_json() == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("changed", [{"app_env": "production"}, {"sendgrid_api_key": "SG.key"}])
def test_a_site_that_sends_mails_shows_none(
    changed: dict[str, str], path: str, app: APIFlask, settings: Settings, outbox: Outbox
) -> None:
    send(outbox, "first@example.org")
    app.config["SETTINGS"] = settings.model_copy(update=changed)
    try:
        answer = app.test_client().get(path)
    finally:
        app.config["SETTINGS"] = settings
    assert answer.status_code == 404
    assert "first@example.org" not in answer.text
