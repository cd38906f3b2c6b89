"""The Atom feeds of the public lists, read as a feed reader reads them."""

import re
from datetime import timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending import lists
from app.trending.intake import take_in
from app.web.atom import MOST_ENTRIES
from tests.web.conftest import HIDDEN, NOW, GivenSource, observation, poland

pytestmark = pytest.mark.usefixtures("world")

FEEDS = [
    "/trending/PL.atom",
    "/trending/PL.atom?category=17",
    "/trending/AT.atom",
    "/lens.atom",
    "/videos/pl-1.atom",
    "/search.atom?q=title",
    "/search.atom?q=nothing+has+this&region=pl",
]
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,2026:[A-Za-z0-9/?=%&+_-]+")
ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return ElementTree.fromstring(answer.data)


def text(element: Element, name: str) -> str:
    found = element.findall(ATOM + name)
    assert len(found) == 1
    return found[0].text or ""


def entries(feed: Element) -> dict[str, Element]:
    return {text(entry, "id"): entry for entry in feed.findall(f"{ATOM}entry")}


def link(element: Element, relation: str) -> str:
    (found,) = [one.attrib["href"] for one in element.findall(f"{ATOM}link") if one.attrib["rel"] == relation]
    return found


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_what_the_format_requires(client: FlaskClient, path: str) -> None:
    feed = read(client, path)
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        assert TAG_URI.fullmatch(text(element, "id"))
        assert RFC_3339.fullmatch(text(element, "updated"))
        assert text(element, "title")
        assert link(element, "alternate").startswith("http://localhost/")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Upswell"


@pytest.mark.parametrize("path", FEEDS)
def test_the_ids_of_a_feed_differ(client: FlaskClient, path: str) -> None:
    ids = [one.text for one in read(client, path).iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_names_its_own_address(client: FlaskClient, path: str) -> None:
    own = link(read(client, f"{path}{'&' if '?' in path else '?'}unknown=1"), "self")
    assert own.lower() == f"http://localhost{path}".lower()
    assert entries(read(client, own)).keys() == entries(read(client, path)).keys()


@pytest.mark.parametrize("path", [path for path in FEEDS if "nothing" not in path])
def test_the_page_that_a_feed_belongs_to_names_it(client: FlaskClient, path: str) -> None:
    page = link(read(client, path), "alternate")
    address = f"http://localhost{path}".replace("&", "&amp;")
    assert re.search(rf'type="application/atom\+xml"[^>]+href="{re.escape(address)}"', client.get(page).text)


@pytest.mark.parametrize("path", FEEDS)
def test_who_has_a_feed_is_told_so(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.cache_control.public, first.cache_control.max_age) == (True, 300)
    assert (again.status_code, again.data) == (304, b"")


def test_the_last_to_enter_a_list_comes_first(client: FlaskClient) -> None:
    told = [text(entry, "updated") for entry in entries(read(client, "/trending/PL.atom")).values()]
    assert len(told) == MOST_ENTRIES
    assert told == sorted(told, reverse=True)


def test_an_entry_keeps_its_id_and_time_while_its_video_stays(client: FlaskClient, session: Session) -> None:
    before = {id_: text(entry, "updated") for id_, entry in entries(read(client, "/trending/PL.atom")).items()}
    take_in(session, GivenSource("demo"), list(reversed(poland(NOW + timedelta(hours=1)))))
    session.commit()
    lists.renew(["PL"])
    after = {id_: text(entry, "updated") for id_, entry in entries(read(client, "/trending/PL.atom")).items()}
    assert after == before


def test_a_video_that_comes_back_is_a_new_entry(client: FlaskClient, session: Session) -> None:
    without = [one for one in poland(NOW + timedelta(hours=1)) if one.source_id != "pl-1"]
    take_in(session, GivenSource("demo"), [*without, *poland(NOW + timedelta(hours=2))])
    session.commit()
    lists.renew(["PL"])
    newest, *_ = entries(read(client, "/trending/PL.atom"))
    assert newest == f"tag:localhost,2026:trending/PL/pl-1/{NOW + timedelta(hours=2):%Y%m%dT%H%M%SZ}"


def test_titles_are_text_and_not_markup(client: FlaskClient) -> None:
    feed = read(client, f"/search.atom?q={'Żółw'}")
    (entry,) = entries(feed).values()
    assert text(entry, "title") == "<b>Żółw & jeż</b>"
    assert link(entry, "alternate") == f"http://localhost/videos/{HIDDEN}"


def test_characters_that_xml_forbids_are_left_out(client: FlaskClient) -> None:
    feed = read(client, "/search.atom?q=%01bell%07%EF%BF%BE+%0B%22%3C%26")
    assert text(feed, "title") == '“bell "<&” in titles'


def test_a_feed_of_a_category_has_only_it(client: FlaskClient) -> None:
    terms = {one.attrib["term"] for one in read(client, "/trending/PL.atom?category=17").iter(f"{ATOM}category")}
    assert terms == {"Sports"}


def test_the_author_of_an_entry_is_the_channel(client: FlaskClient) -> None:
    (entry,) = entries(read(client, f"/search.atom?q={'Żółw'}")).values()
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Channel 2"


def test_a_feed_of_the_lens_tells_who_followed_whom(client: FlaskClient, session: Session) -> None:
    take_in(session, GivenSource("demo"), [observation("pl-1", 1, "NO", NOW)])
    session.commit()
    lists.renew(["NO"])
    (entry,) = entries(read(client, "/lens.atom")).values()
    assert text(entry, "title") == "Title pl-1: arrived in Norway"
    assert text(entry, "summary") == "It entered the list of Norway 1 day after that of Poland."


def test_a_feed_of_a_video_tells_when_it_entered_and_when_it_stood_highest(
    client: FlaskClient, session: Session
) -> None:
    told = {
        text(entry, "title"): text(entry, "updated") for entry in entries(read(client, "/videos/pl-1.atom")).values()
    }
    assert told == {
        "Entered the list of Poland": f"{NOW - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}",
        "Number 1 in Poland": f"{NOW:%Y-%m-%dT%H:%M:%SZ}",
    }


def test_a_region_in_small_letters_leads_to_its_feed(client: FlaskClient) -> None:
    answer = client.get("/trending/pl.atom?category=17")
    assert (answer.status_code, answer.location) == (301, "/trending/PL.atom?category=17")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/trending/XX.atom", 404),
        ("/trending/PL.atom?category=music", 400),
        ("/videos/unknown.atom", 404),
        ("/search.atom", 400),
        ("/search.atom?q=a&region=XX", 400),
    ],
)
def test_what_has_no_feed_is_an_error_page(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert answer.cache_control.no_store


@pytest.mark.parametrize(
    ("host", "authority"),
    [("Upswell.example:8000", "upswell.example"), ("[::1]:8000", "upswell"), ("a_b.example", "upswell")],
)
def test_ids_are_of_the_host_that_was_asked_without_its_port(client: FlaskClient, host: str, authority: str) -> None:
    feed = ElementTree.fromstring(client.get("/trending/PL.atom", headers={"Host": host}).data)
    assert text(feed, "id") == f"tag:{authority},2026:trending/PL"
