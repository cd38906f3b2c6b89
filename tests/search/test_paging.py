"""Pages of a search, whose ranking stays while what they show changes."""

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.search.conftest import Publish
from tests.social.writing import write_post


def ask(client: FlaskClient, **query: object) -> dict:
    answer = client.get("/v1/search", query_string=query)
    assert answer.status_code == 200
    return answer.json


def test_pages_neither_repeat_nor_skip_while_the_ranking_changes(
    client: FlaskClient, session: Session, publish: Publish, alice: User
) -> None:
    publish(*(f"Lanterns {number}" for number in range(30)))
    for number in range(5):
        write_post(session, alice, f"Lanterns too {number}")
    whole = ask(client, q="lanterns", limit=50)["data"]
    page, seen = ask(client, q="lanterns", limit=10, explain=1), []
    publish(*(f"Lanterns {number}" for number in reversed(range(40))), views=9_000_000)
    while page:
        seen += page["data"]
        page = ask(client, q="lanterns", limit=10, explain=1, cursor=page["cursor"]) if "cursor" in page else None
    told = [{name: value for name, value in one.items() if name in {"kind", "score"}} for one in seen]
    assert told == [{"kind": one["kind"], "score": one["score"]} for one in whole]
    titles = [(one.get("video") or one["post"])["title"] for one in seen]
    assert len(set(titles)) == len(titles) == 35
    assert all(abs(sum(part["points"] for part in one["reason"]) - one["score"]) < 1e-6 for one in seen)


def test_a_cursor_is_of_its_query_alone(client: FlaskClient, publish: Publish) -> None:
    publish("Lanterns one", "Lanterns two")
    cursor = ask(client, q="lanterns", limit=1)["cursor"]
    for query in ({"q": "other", "cursor": cursor}, {"q": "lanterns", "cursor": cursor[:-2]}):
        assert client.get("/v1/search", query_string=query).status_code == 422


def test_counts_come_with_the_first_page(client: FlaskClient, publish: Publish, alice: User) -> None:
    publish(*(f"Lanterns {number}" for number in range(120)), "Alice")
    page = ask(client, q="lanterns", limit=1)
    assert page["counts"] == {"video": 100, "post": 0, "person": 0, "tag": 0}
    assert "counts" not in ask(client, q="lanterns", limit=1, cursor=page["cursor"])
    assert ask(client, q="alice", kind="person")["counts"]["video"] == 1


def test_the_page_loads_more(client: FlaskClient, publish: Publish) -> None:
    publish(*(f"Lanterns {number}" for number in range(30)))
    first = client.get("/search?q=lanterns").text
    assert first.count('class="place"') == 25
    href = first.split('<li class="more">')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(href, headers={"HX-Request": "true"}).text
    assert second.count('class="place"') == 5
    assert "<form" not in second
    assert "<form" in client.get(href).text


def test_counts_end_at_99(client: FlaskClient, publish: Publish) -> None:
    publish(*(f"Lanterns {number}" for number in range(100)), "Harbour")
    assert "<span>99+</span>" in client.get("/search?q=lanterns").text
    assert "<span>1</span>" in client.get("/search?q=harbour").text
