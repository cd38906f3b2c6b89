"""What another site is told of a link to a video's page."""

import html
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.web.conftest import HIDDEN

pytestmark = pytest.mark.usefixtures("world")

PAGE = "http://localhost/videos/pl-1"


def test_a_link_has_a_title_its_makers_and_a_picture(client: FlaskClient) -> None:
    answer = client.get("/oembed", query_string={"url": PAGE})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told = answer.get_json()
    address = told.pop("thumbnail_url")
    assert told == {
        "version": "1.0",
        "type": "link",
        "title": "Title pl-1",
        "author_name": "Channel 1",
        "provider_name": "Upswell",
        "provider_url": "http://localhost/",
        "cache_age": 3600,
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }
    with Image.open(BytesIO(client.get(address).data)) as image:
        assert image.size == (1200, 630)


def test_the_same_is_told_as_xml(client: FlaskClient) -> None:
    url = f"http://localhost/videos/{HIDDEN}"
    told = client.get("/oembed", query_string={"url": url}).get_json()
    answer = client.get("/oembed", query_string={"url": url, "format": "xml"})
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in told.items()}
    assert root.findtext("title") == "<b>Żółw & jeż</b>"


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"maxwidth": 1200}, (1200, 630)),
        ({"maxwidth": 1199}, (600, 315)),
        ({"maxheight": 400}, (600, 315)),
        ({"maxwidth": 900, "maxheight": 315}, (600, 315)),
    ],
)
def test_the_picture_fits_the_limits(client: FlaskClient, limits: dict[str, int], size: tuple[int, int]) -> None:
    told = client.get("/oembed", query_string={"url": PAGE, **limits}).get_json()
    assert (told["thumbnail_width"], told["thumbnail_height"]) == size
    with Image.open(BytesIO(client.get(told["thumbnail_url"]).data)) as image:
        assert image.size == size


def test_no_picture_is_told_where_none_fits(client: FlaskClient) -> None:
    told = client.get("/oembed", query_string={"url": PAGE, "maxwidth": 599}).get_json()
    assert not {name for name in told if name.startswith("thumbnail")}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_counts_with_either_scheme_and_any_query(client: FlaskClient, scheme: str) -> None:
    answer = client.get("/oembed", query_string={"url": f"{scheme}://LOCALHOST/videos/pl-1?from=x#top"})
    assert answer.get_json()["title"] == "Title pl-1"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "pl-1",
        "/videos/pl-1",
        "http://localhost/videos/unknown",
        "http://localhost/nothing/here",
        "http://localhost/videos/",
        "http://localhost/trending/PL",
        "http://localhost/videos/pl-1.atom",
        "http://elsewhere.example/videos/pl-1",
        "http://localhost:81/videos/pl-1",
        "http://localhost@elsewhere.example/videos/pl-1",
        "ftp://localhost/videos/pl-1",
        "javascript:alert(1)",
        "http://[::1/videos/pl-1",
        "http://localhost/videos/%00",
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_of_what_is_not_a_videos_page_nothing_is_told(client: FlaskClient, url: str, form: str) -> None:
    assert client.get("/oembed", query_string={"url": url, "format": form}).status_code == 404


def test_another_format_is_not_implemented(client: FlaskClient) -> None:
    answer = client.get("/oembed", query_string={"url": PAGE, "format": "yaml"})
    assert (answer.status_code, "This is not offered here" in answer.text) == (501, True)
    assert "The formats are json and xml." in answer.text


@pytest.mark.parametrize("limit", ["wide", "-1", "1.5", "٣", "9" * 5000])
def test_a_limit_is_a_number(client: FlaskClient, limit: str) -> None:
    assert client.get("/oembed", query_string={"url": PAGE, "maxwidth": limit}).status_code == 400


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_videos_page_names_where_this_is_told(client: FlaskClient, form: str) -> None:
    page = client.get("/videos/pl-1").text
    found = re.search(rf'type="(?:application|text)/{form}\+oembed"\s+href="([^"]+)"', page)
    assert found
    answer = client.get(html.unescape(found[1]))
    assert answer.status_code == 200
    assert answer.mimetype.endswith(form)


def test_who_has_the_answer_is_told_so(client: FlaskClient) -> None:
    first = client.get("/oembed", query_string={"url": PAGE})
    again = client.get("/oembed", query_string={"url": PAGE}, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.cache_control.max_age, again.status_code) == (3600, 304)
