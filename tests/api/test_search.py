"""GET /api/search."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import LANTERNS

pytestmark = pytest.mark.usefixtures("world")


def found(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/api/search?{query}")
    assert answer.status_code == 200
    assert answer.json["total"] == len(answer.json["videos"])
    return [video["video_id"] for video in answer.json["videos"]]


def test_all_the_words_are_looked_for_in_titles(client: FlaskClient) -> None:
    assert found(client, "q=title+PL-3") == ["pl-3"]
    assert found(client, "q=title+nothing") == []


def test_the_most_viewed_come_first_and_no_more_than_asked(client: FlaskClient) -> None:
    views = [video["views"] for video in client.get("/api/search?q=title").json["videos"]]
    assert views == sorted(views, reverse=True)
    assert found(client, "q=title&limit=1") == [LANTERNS]
    assert len(found(client, "q=title")) == 25
    assert len(found(client, "q=title&limit=50")) == 31


def test_a_region_narrows_the_search_to_its_list(client: FlaskClient) -> None:
    assert found(client, "q=title&region=no") == [LANTERNS, "no-2"]
    assert found(client, "q=title&region=US") == []


def test_the_answer_repeats_what_was_asked(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=+nothing+&region=pl&unknown=1").json
    assert answer == {"query": "nothing", "region": "PL", "videos": [], "total": 0}


@pytest.mark.parametrize("query", ["", "q=", "q=++", "q=a&limit=0", "q=a&limit=51", "q=a&limit=many", f"q={'a' * 201}"])
def test_a_bad_parameter_is_refused_and_not_ignored(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/search?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert set(answer.json["errors"]) <= {"q", "limit"}


@pytest.mark.parametrize("region", ["XX", ""])
def test_an_unknown_region_is_refused(client: FlaskClient, region: str) -> None:
    assert client.get(f"/api/search?q=a&region={region}").status_code == 400


@pytest.mark.parametrize("words", ["%00", "'", "a:*", "!!", "%F0%9F%8E%AC", "%FF"])
def test_odd_words_find_nothing_and_break_nothing(client: FlaskClient, words: str) -> None:
    assert found(client, f"q={words}") == []
