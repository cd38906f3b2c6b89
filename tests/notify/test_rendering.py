"""The text of mails: complete, escaped, and the same in both forms."""

import re
from html.parser import HTMLParser

import pytest

from app.notify.mails import KINDS
from app.notify.rendering import render

LINK = "https://upswell.example/activate/s3cret"
VALUES = {"site_url": "https://upswell.example", "link": LINK, "link_days": 3}


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


@pytest.mark.parametrize("template", KINDS)
def test_every_kind_has_a_subject_and_two_texts_with_the_same_addresses(template: str) -> None:
    message = render(template, "ada@example.org", {**VALUES, "username": "ada"})
    assert message.to == "ada@example.org"
    assert message.subject
    assert "Hello ada," in message.text
    assert "Hello ada," in message.html
    in_text = {address.rstrip("/") for address in re.findall(r"https://\S+", message.text)}
    assert {address.rstrip("/") for address in Links(message.html).found} == in_text
    assert (LINK in in_text) == (KINDS[template].link is not None)


@pytest.mark.parametrize("template", KINDS)
def test_a_mail_to_nobody_known_greets_nobody(template: str) -> None:
    message = render(template, "ada@example.org", {**VALUES, "username": None})
    assert "Hello" not in message.text + message.html
    assert "None" not in message.text + message.html


def test_html_is_escaped_and_text_is_not() -> None:
    message = render("activation", "ada@example.org", {**VALUES, "username": "<b>&"})
    assert "Hello &lt;b&gt;&amp;," in message.html
    assert "Hello <b>&," in message.text


def test_a_kind_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="welcome"):
        render("welcome", "ada@example.org", VALUES)
