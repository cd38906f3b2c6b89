"""The JSON-LD of pages, read as a search engine reads it."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending.intake import take_in
from tests.web.conftest import NOW, GivenSource, observation

pytestmark = pytest.mark.usefixtures("world")


def linked_data(client: FlaskClient, path: str) -> Any:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.S)
    return json.loads(block)


def test_a_list_tells_the_places_that_its_page_shows(client: FlaskClient) -> None:
    told = linked_data(client, "/trending/PL")
    assert (told["@context"], told["@type"]) == ("https://schema.org", "ItemList")
    assert (told["name"], told["numberOfItems"]) == ("Rising in Poland", 60)
    first = told["itemListElement"][0]
    assert first == {
        "@type": "ListItem",
        "position": 1,
        "name": "Title pl-1",
        "url": "http://localhost/videos/pl-1",
    }
    positions = [one["position"] for one in told["itemListElement"]]
    assert (len(positions), positions) == (25, sorted(positions))


def test_a_list_without_videos_is_told_as_such(client: FlaskClient) -> None:
    assert linked_data(client, "/trending/AT")["itemListElement"] == []


def test_a_video_tells_what_is_known_of_it(client: FlaskClient, session: Session) -> None:
    take_in(session, GivenSource("youtube"), [observation("dQw4w9WgXcQ", 1, "NO")])
    session.commit()
    told = linked_data(client, "/videos/dQw4w9WgXcQ")
    picture = told.pop("thumbnailUrl")
    assert client.get(picture).mimetype == "image/png"
    assert (told["@type"], told["name"], told["inLanguage"]) == ("VideoObject", "Title dQw4w9WgXcQ", "pl")
    assert (told["duration"], told["genre"]) == ("PT3723S", "Music")
    assert told["uploadDate"].endswith("Z")
    assert told["creator"]["name"] == "Channel 1"
    assert told["interactionStatistic"]["userInteractionCount"] == 1_234_566
    assert told["sameAs"] == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_a_made_up_video_is_nowhere_else(client: FlaskClient) -> None:
    assert "sameAs" not in linked_data(client, "/videos/pl-1")


def test_what_is_not_known_is_left_out(client: FlaskClient, session: Session) -> None:
    bare = replace(observation("bare", 1, "NO"), views=None, channel_id=None, channel_title=None, category_id=None)
    bare = replace(bare, language=None, published_at=None, duration_seconds=None)
    take_in(session, GivenSource("demo"), [bare])
    session.commit()
    told = linked_data(client, "/videos/bare")
    assert told.keys() == {"@context", "@type", "name", "description", "url", "thumbnailUrl"}


def test_a_title_cannot_end_the_block(client: FlaskClient, session: Session) -> None:
    title = "</script><script>alert(1)</script><!-- & ' \u2028"
    take_in(session, GivenSource("demo"), [replace(observation("hostile", 1, "NO", NOW), title=title)])
    session.commit()
    for path in ("/videos/hostile", "/trending/NO"):
        assert title in json.dumps(linked_data(client, path), ensure_ascii=False)
        assert "<script>" not in client.get(path).text
