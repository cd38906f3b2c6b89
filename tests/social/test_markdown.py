"""Markdown of members: whatever they write, the page fetches nothing, runs nothing and shows no frame."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social.markdown import render

PIECES = st.sampled_from(
    [
        *(
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "![a](http://x.example/i.png)",
            "javascript:alert(1)",
        ),
        *(
            "[a](javascript:alert(1))",
            "[a](JaVaScRiPt:x)",
            "[a](data:text/html,x)",
            "<a href='x' onclick=y>",
            "<svg onload",
        ),
        *(
            "<http://x.example>",
            "[a][b]",
            "[b]: javascript:x",
            "# ",
            "> ",
            "- ",
            "```",
            "`",
            "|a|b|",
            "|-|-|",
            "*",
            "~~",
        ),
        *(
            "\n",
            "\n\n",
            "&#106;avascript:",
            "&lt;script&gt;",
            "<!--",
            "-->",
            "<style>",
            "<iframe src=x>",
            "\t",
            "\\",
            "x",
        ),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join))


class Elements(HTMLParser):
    """The tags and attributes in a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@given(TEXTS)
def test_no_text_becomes_something_that_runs_or_fetches(text: str) -> None:
    html = Elements(render(text))
    assert html.tags.isdisjoint(
        {"script", "img", "iframe", "style", "svg", "object", "embed", "form", "input", "h1", "h2"}
    )
    assert {name for name, _ in html.attributes} <= {"href", "rel", "start"}
    for name, value in html.attributes:
        if name == "href":
            scheme = value.strip().lower().partition(":")[0]
            assert "javascript" not in scheme
            assert scheme != "data"
        if name == "rel":
            assert value == "nofollow ugc noopener noreferrer"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a *b* **c**", "<p>a <em>b</em> <strong>c</strong></p>"),
        ("# Big", "<h3>Big</h3>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("~~no~~", "<p><s>no</s></p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("![a lamp](https://x.example/i.png)", "<p>a lamp (https://x.example/i.png)</p>"),
        (
            "[a](https://x.example)",
            '<p><a href="https://x.example" rel="nofollow ugc noopener noreferrer">a</a></p>',
        ),
    ],
)
def test_markdown_reads_as_meant(text: str, html: str) -> None:
    assert render(text) == html
