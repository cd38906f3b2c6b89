"""Markdown of members made into HTML that can do no harm: nothing is fetched, framed or run."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["strikethrough", "table"])
_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_HEADINGS = {1: 3, 2: 4, 3: 5}
"""A text stands in a page that has its own first headings."""


def render(content: str) -> str:
    """The HTML of a text. Images become links, links lead away without telling from where, headings begin at h3."""
    tokens = _MARKDOWN.parse(content)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{_HEADINGS.get(int(token.tag[1]), 6)}"
        for child in token.children or ():
            if child.type == "image":
                child.type, child.tag = "text", ""
                child.content = f"{child.content} ({child.attrs.get('src', '')})".strip()
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    ).strip()
