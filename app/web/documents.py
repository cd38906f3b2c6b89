"""Answers that are no pages: XML and other documents that everybody may keep for a while."""

import re

from flask import json, render_template, request
from werkzeug.wrappers import Response

_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(template: str, mimetype: str, seconds: int, **context: object) -> Response:
    """A rendered XML document without the characters that none may hold, not even escaped."""
    return keep(Response(_NOT_IN_XML.sub("", render_template(template, **context)), mimetype=mimetype), seconds)


def as_json(told: dict[str, object], mimetype: str, seconds: int) -> Response:
    return keep(Response(json.dumps(told), mimetype=mimetype), seconds)


def text(lines: list[str], seconds: int) -> Response:
    return keep(Response("".join(f"{line}\n" for line in lines), mimetype="text/plain"), seconds)


def keep(response: Response, seconds: int) -> Response:
    """Let everybody keep an answer for a while, and answer 304 to who asks again for the same."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag(weak=True)
    return response.make_conditional(request)
