"""The page that documents the JSON interface, in a browser that keeps the site's strict content policy."""

from collections.abc import Iterator
from threading import Thread

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.browser.checks import faults
from tests.browser.conftest import PHONE

# The keys of a path item that are operations.
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture
def docs_address(app: APIFlask) -> Iterator[str]:
    with make_server("127.0.0.1", 0, app) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.port}/api/docs"
        server.shutdown()
        thread.join()


@pytest.fixture
def docs_page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


def test_the_page_shows_every_address_and_tries_one_out_within_the_policy(docs_page: Page, docs_address: str) -> None:
    told: list[str] = []
    asked: list[str] = []
    docs_page.on("console", lambda message: told.append(message.text))
    docs_page.on("pageerror", lambda error: told.append(str(error)))
    docs_page.on("request", lambda request: asked.append(request.url))
    docs_page.goto(docs_address)
    docs_page.locator("#operations-Health-get_api_health_live .opblock-summary").click()
    docs_page.get_by_role("button", name="Try it out").click()
    docs_page.get_by_role("button", name="Execute").click()
    docs_page.locator(".live-responses-table").get_by_text('"ok"').wait_for()
    own = docs_address.removesuffix("/api/docs")
    document = docs_page.request.get(f"{own}/v1/openapi.json").json()
    assert docs_page.locator(".opblock").count() == sum(
        len(METHODS & item.keys()) for item in document["paths"].values()
    )
    assert told == []
    assert [address for address in asked if not address.startswith((own, "data:"))] == []
    # Inside, the markup is Swagger UI's, which nests controls; the same is plain text in the document it reads.
    docs_page.set_viewport_size(PHONE)
    assert faults(docs_page, exclude=(".swagger-ui",)) == []
