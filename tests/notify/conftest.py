"""SendGrid as the tests of this folder see it."""

from collections.abc import Iterator

import pytest

from app.notify.sendgrid import SendGrid
from config import Settings
from tests import sendgrid_server
from tests.sendgrid_server import SendGridServer

KEY = "SG.test-key"


@pytest.fixture
def server() -> Iterator[SendGridServer]:
    with sendgrid_server.running() as running:
        yield running


@pytest.fixture
def sending(settings: Settings, server: SendGridServer, empty_cache: None) -> Settings:
    """Settings of a site that sends its mails by `server`."""
    return settings.model_copy(
        update={"sendgrid_api_key": KEY, "sendgrid_host": server.url, "mail_from": "Upswell <mail@upswell.example>"}
    )


@pytest.fixture
def channel(sending: Settings) -> SendGrid:
    return SendGrid(sending)
