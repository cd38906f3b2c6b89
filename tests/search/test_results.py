"""What a search finds, and in which order."""

import pytest
from sqlalchemy.orm import Session

from app.models import User
from app.search import typos
from app.search.items import items
from app.search.query import Kind
from app.search.results import Results
from app.social.reader import Reader
from app.trending.facts import VideoFacts
from tests.search.conftest import NOW, Find, Publish
from tests.social.writing import write_post


def titles(session: Session, results: Results) -> list[str]:
    found = [one.found for one in items(session, Reader(NOW), results.hits)]
    return [one.title for one in found if isinstance(one, VideoFacts)]


def test_what_is_spelled_as_typed_comes_first(session: Session, publish: Publish, find: Find) -> None:
    publish("Smorrebrod", "Smoerrebroed", "Smørrebrød", "Smørbrød")
    assert titles(session, find("smørrebrød"))[0] == "Smørrebrød"
    assert titles(session, find("smorrebrod"))[0] == "Smorrebrod"
    assert len(find("smoerrebroed").hits) == 3


def test_the_last_word_may_be_begun(session: Session, publish: Publish, find: Find) -> None:
    publish("Katalog", "Kat", "Hund")
    assert titles(session, find("kat")) == ["Kat", "Katalog"]
    assert titles(session, find('"kat"')) == ["Kat"]


def test_phrases_and_words_to_leave_out(session: Session, publish: Publish, find: Find) -> None:
    publish("The sea is blue", "Blue is the sea", "A poet by the sea")
    assert titles(session, find('"the sea is"')) == ["The sea is blue"]
    assert set(titles(session, find("sea -poet"))) == {"The sea is blue", "Blue is the sea"}
    assert len(titles(session, find("sea -pot"))) == 3


def test_operators_narrow(session: Session, publish: Publish, find: Find) -> None:
    publish("Goal in Poland", language="pl", tags=("Football", "Best of"), channel_id="c", channel_title="Łódź TV")
    publish("Goal in Sweden", region="SE", language="sv-SE", published_at=NOW.replace(year=NOW.year - 3))
    assert titles(session, find("goal region:SE")) == ["Goal in Sweden"]
    assert titles(session, find("region:PL")) == ["Goal in Poland"]
    assert titles(session, find("goal lang:sv")) == ["Goal in Sweden"]
    assert titles(session, find("tag:football tag:bestof")) == ["Goal in Poland"]
    assert titles(session, find("goal from:lodz")) == []
    assert titles(session, find('goal from:"lodz tv"')) == ["Goal in Poland"]
    assert titles(session, find(f"goal until:{NOW.year - 2}")) == ["Goal in Sweden"]
    assert titles(session, find(f"since:{NOW.year - 2}")) == ["Goal in Poland"]


def test_each_kind_is_found(publish: Publish, find: Find, session: Session, alice: User) -> None:
    publish("Alice in the harbour")
    write_post(session, alice, "By alice", tags=["alices", "harbour"])
    assert [hit.kind for hit in find("alice").hits].count(Kind.PERSON) == 1
    assert find("alice").counts == {Kind.VIDEO: 1, Kind.POST: 1, Kind.PERSON: 1, Kind.TAG: 1}
    assert find("alice is:post").counts == {Kind.VIDEO: 0, Kind.POST: 1, Kind.PERSON: 0, Kind.TAG: 0}
    assert find("tag:harbour from:alice").counts[Kind.POST] == 1
    assert find("alice from:bob").counts[Kind.POST] == 0


@pytest.mark.parametrize("text", ["", "-alice", '"', "- - -", "***"])
def test_nothing_is_found_for_nothing(find: Find, text: str) -> None:
    assert find(text).hits == []


def test_a_typo_is_mended_only_when_nothing_is_found(session: Session, publish: Publish, find: Find) -> None:
    publish("Lanterns over the harbour", "Lantern")
    typos.learn(session)
    found = find("lanterms harbour")
    assert (found.mended, found.query.folded) == (True, "lanterns harbour")
    assert titles(session, found) == ["Lanterns over the harbour"]
    assert not find("lantern").mended
    assert find("xyzzyq").hits == []


def test_the_points_of_the_parts_sum_to_the_score(publish: Publish, find: Find) -> None:
    publish("Lanterns", "Lanterns over the harbour")
    first, second = find("lanterns").hits
    assert first.score > second.score
    assert sum(first.points.values()) == pytest.approx(first.score)
