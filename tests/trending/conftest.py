"""A local YouTube for the tests of this folder."""

from collections.abc import Iterator

import pytest
import stamina
from flask import Flask

from tests.trending.fetching import KEY
from tests.youtube_server import YouTubeServer, running


@pytest.fixture
def youtube(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[YouTubeServer]:
    """The server that `videos fetch` asks; pauses between attempts are left out."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as server, stamina.set_testing(True, attempts=9, cap=True):
        given = {"youtube_api_host": server.url, "youtube_api_key": KEY}
        monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update=given))
        yield server
    stamina.instrumentation.set_on_retry_hooks(None)
