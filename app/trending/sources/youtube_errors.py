"""What went wrong with the YouTube Data API, in words for the person at the terminal."""

from html.parser import HTMLParser

from pydantic import BaseModel, ValidationError

from app.trending.sources.youtube_body import BodyError, decoded

_QUOTA = "The quota of YOUTUBE_API_KEY is used up; YouTube renews it at midnight Pacific time."
_KEY = "YouTube does not accept YOUTUBE_API_KEY."
_ACCESS = "The YouTube Data API v3 is not enabled in the Google project of YOUTUBE_API_KEY."

_REFUSALS = {
    "quotaExceeded": _QUOTA,
    "dailyLimitExceeded": _QUOTA,
    "keyInvalid": _KEY,
    "API_KEY_INVALID": _KEY,
    "accessNotConfigured": _ACCESS,
    "SERVICE_DISABLED": _ACCESS,
}
"""Own words for the reasons of Google's errors: the older names, then those of google.rpc.ErrorInfo."""

_KEY_MESSAGE = "API key not valid"
"""How a bad key is told since 2020: the older form's reason may be a mere `badRequest`."""

_MESSAGE_LENGTH = 500


class YouTubeError(Exception):
    """A request was not answered as it should be. The message is plain text; it never holds the key."""


class YouTubeClosed(YouTubeError):
    """As `YouTubeError`, and no other request would be answered now either."""


class _Reason(BaseModel):
    reason: str | None = None


class _Error(BaseModel):
    message: str = ""
    errors: list[_Reason] = []
    details: list[_Reason] = []


class _ErrorBody(BaseModel):
    error: _Error


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def refusal(status: int, raw: bytes) -> YouTubeError:
    """The error for an answer with a status other than 2xx, told in own words and in Google's."""
    try:
        error = _ErrorBody.model_validate(decoded(raw)).error
    except (BodyError, ValidationError):
        return YouTubeError(f"YouTube answered with status {status} and no explanation.")
    theirs = plain_text(error.message)
    if ours := _own_words(error):
        return YouTubeClosed(f"{ours} Google says: {theirs}")
    return YouTubeError(f"YouTube answered with status {status}. Google says: {theirs}")


def plain_text(html: str) -> str:
    """The text of an HTML fragment on one line, without control characters; at most 500 characters."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    words = " ".join("".join(parser.parts).split())
    return "".join(character for character in words if character.isprintable())[:_MESSAGE_LENGTH]


def _own_words(error: _Error) -> str | None:
    for reason in (*error.details, *error.errors):
        if reason.reason in _REFUSALS:
            return _REFUSALS[reason.reason]
    return _KEY if error.message.startswith(_KEY_MESSAGE) else None
