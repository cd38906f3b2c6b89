"""What a search asks for: the parser of the text that was typed. Pure; its grammar is in docs/search.md."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.models import REGIONS
from app.search.folding import MAX_WORD, fold, tag_token

MAX_LENGTH, MAX_ITEMS = 200, 16
"""Characters of a query, and words, phrases and operators of it, that are read; what follows is left out."""

MIN_PREFIX = 3
"""Characters that the last word needs to find what begins with it; shorter ones stand in too many words."""

_ITEM = re.compile(r'(?P<minus>-(?=[^\s-]))?(?:(?P<name>[A-Za-z]+):(?=\S))?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))')
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Kind(StrEnum):
    """What can be found."""

    VIDEO = "video"
    POST = "post"
    PERSON = "person"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other: a phrase, or one word as it was typed, which may hold several.

    `typed` is the text in lower case; `is_prefix` lets the last word be the beginning of one, or of one of those that
    are `known`, when there are any.
    """

    words: tuple[str, ...]
    typed: str
    is_phrase: bool = False
    is_prefix: bool = False
    known: tuple[str, ...] = ()


@dataclass(slots=True)
class Query:
    """All `terms` and `tags` are asked for, none of `excluded`, and one of each of the other lists that holds any.

    `tags` are in the form of the index. `until` is the first moment that is too late. What `is_rare` few texts have.
    """

    terms: list[Term] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None
    is_rare: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether an operator asks for what only videos and posts have."""
        given = (self.regions, self.languages, self.tags, self.authors, self.since, self.until)
        return any(one for one in given)

    @property
    def unbounded(self) -> "Query":
        """The same with every word that begins as its last one, however many texts they are in."""
        return replace(self, terms=[replace(term, known=()) for term in self.terms])

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for; words to leave out alone are nothing."""
        return bool(self.terms) or self.is_narrowed

    @property
    def folded(self) -> str:
        """The words that are asked for, folded."""
        return " ".join(word for term in self.terms for word in term.words)


def parse(text: str) -> Query:
    """The query that `text` is. Every text is one; what no operator takes is words."""
    query = Query()
    items = list(_ITEM.finditer(text[:MAX_LENGTH]))[:MAX_ITEMS]
    for item in items:
        if item["minus"] is None and item["name"] and _take(query, item["name"].lower(), _value(item)):
            continue
        term = _term(item)
        if term.words:
            (query.excluded if item["minus"] else query.terms).append(term)
    if query.terms and items[-1]["plain"] and not items[-1]["minus"]:
        _begin_with(query, _term(items[-1]))
    return query


def _take(query: Query, name: str, value: str) -> bool:
    """Whether `name` is an operator that takes `value`; the query then holds it."""
    match name:
        case "region" if value.upper() in REGIONS:
            query.regions.append(value.upper())
        case "lang" if _LANGUAGE.fullmatch(value.lower()):
            query.languages.append(value.lower())
        case "tag" if tag_token(value):
            query.tags.append(tag_token(value))
        case "from" if fold(value):
            query.authors.append(value.removeprefix("@"))
        case "is" if value.lower() in set(Kind):
            query.kinds.append(Kind(value.lower()))
        case "since" if (days := _days(value)) is not None:
            query.since = max(query.since or days[0], days[0])
        case "until" if (days := _days(value)) is not None:
            query.until = min(query.until or days[1], days[1])
        case _:
            return False
    return True


def _begin_with(query: Query, last: Term) -> None:
    """Let the last term find what begins with it, when it is the last thing of the text and long enough."""
    if query.terms[-1] == last and len(last.words[-1]) >= MIN_PREFIX:
        query.terms[-1] = replace(last, is_prefix=True)


def _value(item: re.Match[str]) -> str:
    return (item["plain"] if item["quoted"] is None else item["quoted"]).strip()


def _term(item: re.Match[str]) -> Term:
    is_phrase = item["quoted"] is not None and item["name"] is None
    text = item["quoted"] if is_phrase else item[0].removeprefix("-" if item["minus"] else "")
    words = tuple(word[:MAX_WORD] for word in fold(text).split())
    return Term(words, unicodedata.normalize("NFC", text).lower().strip("\"'()[]{}.,;:!?«»„“”"), is_phrase)


def _days(text: str) -> tuple[datetime, datetime] | None:
    """The first moment of a day, month or year, and the first after it; None when the text is no date."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        if day:
            return first, first + timedelta(days=1)
        after = (first.year, first.month + 1) if month else (first.year + 1, 1)
        return first, datetime(after[0] + after[1] // 13, (after[1] - 1) % 12 + 1, 1, tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
