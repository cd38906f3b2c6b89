"""Markdown of members made into HTML that can do no harm: nothing is fetched, framed or run."""

import nh3
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["strikethrough", "table"])
_TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ABOVE, _LAST = 2, 6
"""The heading under which a text stands in its page, and the last that HTML has."""


def render(content: str) -> str:
    """The HTML of a text. Images become links, links lead away without telling from where, headings begin at h3."""
    tokens = _MARKDOWN.parse(content)
    level = _ABOVE
    for token in tokens:
        if token.type == "heading_open":  # none is left out on the way down, or readers by ear would search for it
            level = min(int(token.tag[1]) + _ABOVE, level + 1, _LAST)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{level}"
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
