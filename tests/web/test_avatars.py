"""Avatars: drawn from a name alone, the same for all its spellings."""

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some

from app.accounts import names
from app.web.avatar import draw


@given(some.from_regex(names.PATTERN.replace("$", r"\Z")))
def test_every_name_has_a_picture_that_does_not_depend_on_its_spelling(name: str) -> None:
    assert draw(name) == draw(name.upper())
    assert ElementTree.fromstring(draw(name)).tag.endswith("svg")


def test_an_avatar_is_kept_for_ever_under_its_version(client: FlaskClient) -> None:
    versioned, plain = client.get("/avatars/nobody.svg?v=1"), client.get("/avatars/nobody.svg")
    assert versioned.mimetype == "image/svg+xml"
    assert "immutable" in versioned.headers["Cache-Control"]
    assert "immutable" not in plain.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["x", "a" * 31, "<b>", "a b"])
def test_what_is_no_name_has_no_picture(client: FlaskClient, name: str) -> None:
    assert client.get(f"/avatars/{name}.svg").status_code == 404
