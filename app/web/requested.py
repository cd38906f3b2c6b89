"""What several pages and feeds read from an address in the same way; 400 for what is not in its form."""

import re
from urllib.parse import urlsplit

from flask import abort, request

from app.social.ids import parse_id
from app.social.paging import DEFAULT_LIMIT, Window
from app.trending.lists import UnknownRegion, region_code
from app.web.identity import own_path

MAX_WORDS_LENGTH = 200
_NUMBER = re.compile(r"[0-9]{1,9}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def query() -> str:
    """The query of the address with its question mark, to be sent along; empty when there is none."""
    text = request.query_string.decode()
    return f"?{text}" if text else ""


def category() -> int | None:
    """The number in `?category=`; None when there is none."""
    return number("category", "A category is a number, such as ?category=10. Choose one beside the chart.")


def number(name: str, refusal: str) -> int | None:
    """The whole number of at most nine digits in a parameter, for Python refuses to read one of thousands; None when
    there is none."""
    text = request.args.get(name, "")
    if text and not _NUMBER.fullmatch(text):
        abort(400, refusal)
    return int(text) if text else None


def language() -> str | None:
    """The primary subtag in `?lang=`, in lower case; None when there is none."""
    text = request.args.get("lang", "")
    if text and not _LANGUAGE.fullmatch(text):
        abort(400, "A language is written as in ?lang=pl. Choose one beside the chart.")
    return text.lower() or None


def region() -> str | None:
    """The code in `?region=`, in any case; None when there is none."""
    text = request.args.get("region")
    try:
        return region_code(text) if text else None
    except UnknownRegion:
        abort(400, "Upswell does not cover this region.")


def words() -> str:
    """The words in `?q=`, cut to MAX_WORDS_LENGTH; empty when there are none."""
    return request.args.get("q", "").strip()[:MAX_WORDS_LENGTH]


def window(limit: int = DEFAULT_LIMIT) -> Window:
    """The part of a list that `?max_id=` asks for, its newest when there is none."""
    text = request.args.get("max_id")
    bound = None if text is None else parse_id(text)
    if text is not None and bound is None:
        abort(400, "This link to the rest of a list is not one that Upswell made, or it was cut short.")
    return Window(limit, max_id=bound)


def came_from(default: str) -> str:
    """The path of this site's page whose form was sent, as the browser tells it; else `default`."""
    parts = urlsplit(request.referrer or "")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return own_path(path) or default if parts.netloc == request.host else default


def wished() -> bool:
    """Whether a form wishes something on or off; it tells which, so that sending it twice does no harm."""
    state = request.form.get("state")
    if state not in {"on", "off"}:
        abort(400, "The form was cut short. Load the page again and use its button.")
    return state == "on"
