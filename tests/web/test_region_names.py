"""Regions inside sentences: some take an article, and an old list is not told as that of now."""

import pytest
from flask.testing import FlaskClient

from app.models import REGIONS
from app.web.moments import address
from tests.web.conftest import NOW


def test_a_name_has_its_article_inside_and_at_the_start_of_a_sentence() -> None:
    assert [one.in_sentence for one in REGIONS.values()] == [
        "the United States",
        "the United Kingdom",
        "Poland",
        "the Netherlands",
        "Sweden",
        "Norway",
        "Austria",
    ]
    assert (REGIONS["NL"].at_start, REGIONS["PL"].at_start) == ("The Netherlands", "Poland")


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/trending/NL", "<h1><span>Rising in the</span> Netherlands</h1>"),
        ("/trending/NL", "<title>Rising in the Netherlands · Upswell</title>"),
        ("/trending/NL", '"name":"Rising in the Netherlands"'),
        (f"/trending/NL?at={address(NOW)}", '"name":"Rose in the Netherlands"'),
        ("/trending/NL.atom", "<title>Rising in the Netherlands</title>"),
        ("/trending/NL?cursor=forged", "Open the newest list of the Netherlands"),
        ("/trending/NL/times", "Time machine of the Netherlands"),
        ("/lens?compare=NL,PL", "<title>The Netherlands beside Poland · Upswell</title>"),
        ("/videos/kaas/receipts/NL", "<title>Why #1 in the Netherlands: Title kaas · Upswell</title>"),
        ("/videos/kaas/receipts/US", "not in the list of the United States now"),
        ("/search?q=nothing&region=GB", "Nothing in the United Kingdom has"),
    ],
)
def test_sentences_name_a_region_with_its_article(client: FlaskClient, path: str, words: str) -> None:
    assert words in client.get(path).text


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", ["/trending/SE", "/trending/SE.atom"])
def test_a_list_of_old_is_told_as_past_to_machines_as_well(client: FlaskClient, path: str) -> None:
    told = client.get(path).text
    assert "Rose in Sweden" in told
    assert "Rising in" not in told
