"""Which region a visitor reads: the last chart they opened, else the best match of their languages."""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response

from app.models import REGIONS

COOKIE = "region"
KEPT_FOR = timedelta(days=365)
FALLBACK = "GB"

_OF_LANGUAGE = {"en": "GB", "pl": "PL", "nl": "NL", "sv": "SE", "nb": "NO", "nn": "NO", "no": "NO", "de": "AT"}


def rising_in(code: str, is_past: bool) -> str:
    """What stands before a region's name where its list is told: `Rising in the`, or `Rose in the` of an old one."""
    return f"{'Rose' if is_past else 'Rising'} in {REGIONS[code].article}".rstrip()


def remembered() -> str:
    """The code in the cookie, else the first accepted language's region that we have, else FALLBACK."""
    code = request.cookies.get(COOKIE)
    if code in REGIONS:
        return code
    for language, _ in request.accept_languages:
        primary, *rest = language.replace("_", "-").split("-")
        territory = rest[-1].upper() if rest else ""
        if territory in REGIONS:
            return territory
        if primary.lower() in _OF_LANGUAGE:
            return _OF_LANGUAGE[primary.lower()]
    return FALLBACK


def remember(response: Response, code: str) -> Response:
    """Keep the region that was opened. Only an answer that changes the choice sets a cookie and is private."""
    if remembered() != code:
        response.cache_control.public = False
        response.cache_control.s_maxage = None
        response.cache_control.private = True
        response.set_cookie(
            COOKIE,
            code,
            max_age=KEPT_FOR,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response
