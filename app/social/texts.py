"""The kinds of text that members write, as fields: one line, paragraphs, tags; each in the form it is kept in."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Annotated

from pydantic import AfterValidator, Field

from app.accounts.forms import FILL_IN, NOT_TYPED, refused
from app.models.post import MAX_TAG, MAX_TAGS
from app.search.folding import index_text

_BLANKS = re.compile(r"\s+")
_SIGNS = re.compile(r"^[#\s]+")
_LINE_ENDS = re.compile(r"\r\n?")


def line(limit: int) -> AfterValidator:
    """A field of one line with something to see in it, of at most `limit` characters after NFC; blanks are single."""
    return _written(limit, lambda text: _BLANKS.sub(" ", text))


def paragraphs(limit: int) -> AfterValidator:
    """A field of lines, as `line`; lines end in a newline."""
    return _written(limit, lambda text: _LINE_ENDS.sub("\n", text))


def normal_tag(text: str) -> str:
    """A tag as it is kept and compared: NFC, without case, `#` and outer blanks, inner ones as hyphens."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _BLANKS.sub("-", _SIGNS.sub("", folded).rstrip())


def normal_tags(texts: Iterable[str]) -> list[str]:
    """Tags in their normal form, each once, in the order given. Raises pydantic's error for what is no tag."""
    tags = list(dict.fromkeys(_tag(text) for text in texts))
    if len(tags) > MAX_TAGS:
        raise refused(f"Use at most {MAX_TAGS} tags.")
    return tags


def split_tags(text: str) -> list[str]:
    """The tags in a field of a form, parted by commas."""
    return [part for part in text.split(",") if part.strip()]


def _written(limit: int, tidy: Callable[[str], str]) -> AfterValidator:
    def check(text: str) -> str:
        if "\0" in text:
            raise refused(NOT_TYPED)
        tidied = tidy(unicodedata.normalize("NFC", text)).strip()
        if not any(_is_visible(one) for one in tidied):
            raise refused(FILL_IN)
        if len(tidied) > limit:
            raise refused(f"Use at most {limit:,} characters.")
        return tidied

    return AfterValidator(check)


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _tag(text: str) -> str:
    tag = normal_tag(text)
    if not all(one in "-_" or unicodedata.category(one)[0] in "LMN" for one in tag) or not tag.strip("-_"):
        raise refused("Use letters, digits and hyphens in a tag.")
    if len(tag) > MAX_TAG:
        raise refused(f"Use at most {MAX_TAG} characters in a tag.")
    return tag


Tag = Annotated[str, AfterValidator(_tag)]
Tags = Annotated[
    list[str],
    AfterValidator(normal_tags),
    Field(
        description="each is kept without case and `#`, with hyphens for blanks",
        examples=[["harbour", "lanterns"]],
        json_schema_extra={"maxItems": MAX_TAGS},
    ),
]


def folded_post(title: str, content: str, tags: list[str]) -> str:
    """What `Post.folded` holds of a post with these texts: by it posts are found, and muted words compared."""
    return index_text(" ".join((title, content, *tags)), tuple(tags))
