"""The parser: what each part of a text asks for, and that every text is a query."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.query import MAX_ITEMS, Kind, Query, parse
from app.search.tsquery import tsquery


def words(query: Query) -> list[str]:
    return [" ".join(term.words) for term in query.terms]


def test_words_are_asked_for_together() -> None:
    assert words(parse("Gęśla  jaźń")) == ["gesla", "jazn"]


def test_only_the_last_word_is_a_beginning_and_only_from_three_letters_on() -> None:
    assert [term.is_prefix for term in parse("lanterns harb").terms] == [False, True]
    assert not parse("ha").terms[0].is_prefix
    assert not parse('lanterns "harb"').terms[1].is_prefix
    assert not parse("lanterns region:PL").terms[0].is_prefix
    assert not parse("lanterns -harb").terms[0].is_prefix


def test_a_phrase_is_one_term_also_when_it_is_not_closed() -> None:
    assert parse('"over the harbour" lights').terms == parse('"Over THE harbour" lights').terms
    assert words(parse('lights "over the harb')) == ["lights", "over the harb"]


def test_a_minus_leaves_out() -> None:
    query = parse('lights -harbour -"the sea" e-mail -')
    assert [term.words for term in query.excluded] == [("harbour",), ("the", "sea")]
    assert words(query) == ["lights", "e mail"]


def test_operators_narrow_and_may_stand_several_times() -> None:
    query = parse('goal region:pl REGION:SE lang:pl tag:Best-Of tag:"łódź" from:@ada from:"Harbour Films" is:post')
    assert words(query) == ["goal"]
    assert (query.regions, query.languages, query.tags) == (["PL", "SE"], ["pl"], ["#bestof", "#lodz"])
    assert (query.authors, query.kinds) == (["ada", "Harbour Films"], [Kind.POST])


def day(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("since:2026-10-01 until:2026-10-01", day(2026, 10, 1), day(2026, 10, 2)),
        ("since:2026-10 until:2026-12", day(2026, 10), day(2027)),
        ("since:2025 until:2026", day(2025), day(2027)),
        ("since:2025 since:2026-02", day(2026, 2), None),
        ("until:2025 until:2026-02", None, day(2026)),
    ],
)
def test_days_months_and_years_are_whole(text: str, since: datetime | None, until: datetime | None) -> None:
    query = parse(text)
    assert (query.since, query.until) == (since, until)


@pytest.mark.parametrize(
    "text",
    [
        "colour:red",
        "region:XX",
        "lang:klingon",
        "since:yesterday",
        "since:2026-13-01",
        "until:9999-12-31",
        "since:0000",
        "is:robot",
        "tag:--",
        "since:",
    ],
)
def test_what_no_operator_takes_is_text(text: str) -> None:
    query = parse(text)
    assert words(query) == [text.lower().replace(":", " ").replace("-", " ").strip()]
    assert not query.is_narrowed


def test_words_to_leave_out_alone_ask_for_nothing() -> None:
    assert not parse("-harbour").asks
    assert parse("tag:harbour").asks


@given(st.text(max_size=300))
def test_every_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert len(query.terms) + len(query.excluded) <= MAX_ITEMS
    assert bool(tsquery(query)) == bool(query.terms or query.tags)


@given(st.lists(st.sampled_from(['"', "-", ":", "tag:", "region:", "is:", "since:2026", "a", " ", "'", "\\"])))
def test_every_mixture_of_the_grammar_is_a_query(parts: list[str]) -> None:
    parse("".join(parts))


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=50))
def test_letters_and_digits_are_always_words(text: str) -> None:
    query = parse(text)
    assert "".join("".join(term.words) for term in query.terms) == query.folded.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Malmö", "(('malmo':* | '~malmo':*))"),
        ("blue", "(('blu' | '~blu' | 'blue':*))"),
        ('"blue sea"', "(('blu' | '~blu') <-> ('sea' | '~sea'))"),
        ("AC/DC", "(('ac' | '~ac') <-> ('dc' | '~dc') | 'acdc' | '~acdc')"),
        ("cat -poet tag:x", "(('cat' | '~cat')) & ('#x' | '~#x') & !('poet')"),
    ],
)
def test_a_query_in_the_language_of_text_search(text: str, asked: str) -> None:
    assert tsquery(parse(text)) == asked
