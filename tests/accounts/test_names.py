"""Which usernames there can be."""

import re

import pytest
from apiflask import APIFlask

from app.accounts.names import PATTERN, has_form, is_reserved


@pytest.mark.parametrize("name", ["ada", "Ada_L", "x" * 30, "___", "007"])
def test_three_to_thirty_letters_digits_and_underscores_are_a_name(name: str) -> None:
    assert has_form(name)
    assert re.search(PATTERN, name)


@pytest.mark.parametrize("name", ["", "ab", "x" * 31, "ada l", "ada-l", "ada\n", "ąda", "ada٣", "аda", "a\0da", "@ada"])
def test_anything_else_is_no_name(name: str) -> None:
    assert not has_form(name)


@pytest.mark.parametrize(
    "name", ["admin", "Admin", "_ADMIN_", "ad_min", "api", "settings", "feed", "upswell", "united_states"]
)
def test_reserved_words_are_refused_in_any_case_and_with_underscores(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["ada", "feeder", "adminton"])
def test_words_that_begin_like_reserved_ones_are_free(name: str) -> None:
    assert not is_reserved(name)


def test_what_an_address_of_this_site_begins_with_is_reserved(app: APIFlask) -> None:
    words = {word for rule in app.url_map.iter_rules() if has_form(word := rule.rule.split("/")[1])}
    assert {"trending", "search"} <= words
    assert {word for word in words if not is_reserved(word)} == set()
