"""What several pages and feeds read from an address in the same way; 400 for what is not in its form."""

import re

from flask import abort, request

from app.trending.lists import UnknownRegion, region_code

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
