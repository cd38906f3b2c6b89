"""What caches may keep of pages, posters and static files."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("world")

HEADERS = {"HX-Request", "HX-Request-Type", "HX-Boosted", "HX-History-Restore-Request"}
PAGES = ["/trending/PL", "/trending/AT", "/videos/pl-1", "/search?q=title", "/about/ranking"]
MAX_COMPRESSED_BYTES = 60_000


@pytest.mark.parametrize("path", PAGES)
def test_a_page_varies_on_what_chooses_its_template(client: FlaskClient, path: str) -> None:
    assert set(client.get(path).vary) >= HEADERS


@pytest.mark.parametrize("path", PAGES)
def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient, path: str) -> None:
    client.set_cookie("region", path[-2:])
    first = client.get(path)
    assert first.cache_control.public
    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]


def test_page_and_partial_have_different_tags(client: FlaskClient) -> None:
    page, partial = client.get("/trending/PL"), client.get("/trending/PL", headers={"HX-Request": "true"})
    assert page.headers["ETag"] != partial.headers["ETag"]


def test_static_files_are_kept_for_ever_under_their_version(client: FlaskClient) -> None:
    html = client.get("/trending/PL").text
    urls = re.findall(r'(?:href|src)="((?:/static/|/app\.)[^"]+)"', html)
    assert len(urls) == 4  # icon, touch icon, styles, scripts
    for url in urls:
        with client.get(url) as versioned, client.get(url.partition("?")[0]) as plain:
            assert versioned.status_code == plain.status_code == 200
            assert "immutable" in versioned.headers["Cache-Control"]
            assert "immutable" not in plain.headers.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/app.css", "/app.js", "/static/icons/wave.svg", "/posters/10-0123456789ab.svg"])
def test_what_a_server_answers_for_another_version_is_not_kept_for_ever(client: FlaskClient, path: str) -> None:
    with client.get(f"{path}?v=another") as answer:
        assert answer.status_code == 200
        assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_posters_are_kept_for_ever_and_are_told_apart(client: FlaskClient) -> None:
    urls = re.findall(r'src="(/posters/[^"]+)"', client.get("/trending/PL").text)
    answers = [client.get(url) for url in urls]
    assert all("immutable" in answer.headers["Cache-Control"] for answer in answers)
    assert all(answer.mimetype == "image/svg+xml" for answer in answers)
    assert len({answer.data for answer in answers}) == len(urls) == 25


def test_a_page_weighs_little_and_asks_for_little(client: FlaskClient) -> None:
    html = client.get("/trending/PL").data
    urls = re.findall(rb'<(?:script src|link rel="stylesheet" href)="([^"]+)"', html)
    assert len(urls) <= 2
    weight = len(gzip.compress(html))
    for url in urls:
        with client.get(url.decode()) as answer:
            weight += len(gzip.compress(answer.data))
    assert weight <= MAX_COMPRESSED_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_other_host_and_nothing_inline(client: FlaskClient, path: str) -> None:
    html = client.get(path).text.replace('href="http://localhost/', 'href="/')
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=| type=\"application/ld)", html)


@pytest.mark.parametrize(
    "path", ["/posters/10-ab.svg", "/posters/music-0123456789ab.svg", "/posters/-1-0123456789ab.svg"]
)
def test_an_address_that_no_page_gives_is_no_poster(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
