"""Completes the OpenAPI document that APIFlask makes from the views and their schemas."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import orjson
from apiflask import APIFlask

from app.api.deck_ids import DECK_PATH
from app.api.errors import MIMETYPE
from app.api.idempotency import HEADER, KEY_PATTERN
from app.api.preconditions import ETAG_PATTERN
from app.api.schemas.accounts import EXAMPLE_SECRET, EXAMPLE_SESSION
from app.api.schemas.comments import EXAMPLE_COMMENT
from app.api.schemas.deck_ids import EXAMPLE_OWNER
from app.api.schemas.people import EXAMPLE_USERNAME
from app.api.schemas.posts import EXAMPLE_POST
from app.api.schemas.problem import Problem
from app.api.schemas.regions import REGION_PATTERN
from app.api.schemas.videos import EXAMPLE_ID
from app.feed.progress import MAX_USER_ID

Node = dict[str, Any]

DESCRIPTION = """\
What is rising in seven regions. Times are RFC 3339 in UTC and end in `Z`; ids are strings; what is unknown or hidden is
`null`. Every answer but that of
`/feed/{user_id}` has an `ETag` and can be asked for conditionally. Errors are `application/problem+json` and are
never cached. `/api` keeps the shapes of an older interface and ignores parameters that it does not know; `/v1` refuses
them.
"""

TAGS = [
    {"name": "Trending", "description": "What is rising in a region"},
    {"name": "Videos", "description": "One video and its places"},
    {"name": "Search", "description": "Videos, posts, people and tags"},
    {"name": "People", "description": "Members, whom they follow, and what they keep out of their sight"},
    {"name": "Posts", "description": "What members write; each edit is of a version"},
    {"name": "Comments", "description": "Comments under posts, and replies to them"},
    {"name": "Likes and saves", "description": "Of posts and of videos"},
    {"name": "For You", "description": "Your deck, what you saw and say of it, and the taste it is built for"},
    {"name": "Accounts", "description": "Signing up, logging in and out, and where one is logged in"},
    {"name": "Health", "description": "For balancers and operators; not limited"},
]

ID: Node = {"type": "string", "pattern": "^[0-9]{1,18}$"}
_HEADER_PARAMETERS: list[Node] = [
    {
        "in": "header",
        "name": HEADER,
        "description": "sent again within 24 hours, the same request under the same key gets the first answer again",
        "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
        "schema": {"type": "string", "pattern": KEY_PATTERN},
    },
    {
        "in": "header",
        "name": "If-Match",
        "description": "`ETag` of the post that is edited; or else send its `version` in the body",
        "example": f'"v1-{"0" * 16}"',
        "schema": {"type": "string", "pattern": ETAG_PATTERN},
    },
]
_PATH_PARAMETERS: dict[str, Node] = {
    "region": {
        "description": "code of a region, in any case",
        "example": "PL",
        "schema": {"type": "string", "pattern": REGION_PATTERN},
    },
    "video_id": {
        "description": "the source's id of a video",
        "example": EXAMPLE_ID,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    },
    "user_id": {
        "description": "id or username of a member",
        "example": EXAMPLE_USERNAME,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_]{1,30}$"},
    },
    "post_id": {"description": "id of a post", "example": EXAMPLE_POST, "schema": ID},
    "comment_id": {"description": "id of a comment", "example": EXAMPLE_COMMENT, "schema": ID},
    "word_id": {
        "description": "id of one of your muted words",
        "example": "7",
        "schema": ID,
    },
    "session_id": {
        "description": "id of one of your sessions",
        "example": EXAMPLE_SESSION,
        "schema": {"type": "string", "format": "uuid"},
    },
    "token": {
        "description": "what stands last in the address of the link",
        "example": EXAMPLE_SECRET,
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
    },
}
_DECK_OWNER: Node = {
    "description": "id of a member, a number",
    "example": EXAMPLE_OWNER,
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_USER_ID},
}
_REFUSALS = {
    "region": [400],
    "compare": [400],
    "video_id": [404],
    "at": [404],
    "cursor": [410],
    "user_id": [404],
    "post_id": [404],
    "comment_id": [404],
    "word_id": [404],
    "Idempotency-Key": [409, 422],
    "session_id": [404],
    "token": [404, 410],
}
"""Which errors a parameter can lead to, beside the 422 of every query parameter."""

_ALWAYS = [405, 429, 500, 503]

_OF_A_GET = {
    "ETag": "send it back in `If-None-Match` to be answered 304 while nothing has changed",
    "Cache-Control": "how long the answer may be kept",
}
_HEADERS = {
    "RateLimit-Policy": "the limit that was counted, its quota `q` and window `w` in seconds",
    "RateLimit": "what is left of it: `r` requests for `t` seconds",
    "X-Request-Id": "the caller's id when it is well formed, else a new one",
}


def install(app: APIFlask) -> None:
    """Have the document of `app` made complete."""
    app.config.update(
        AUTO_SERVERS=False,
        AUTO_OPERATION_ID=True,
        AUTO_404_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        SECURITY_SCHEMES={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        INFO={"description": DESCRIPTION, "license": {"name": "MIT", "identifier": "MIT"}},
    )
    app.spec_processor(_complete)


def _complete(given: Node | str) -> Node:
    document = _tidied(given)
    schemas = document["components"]["schemas"]
    schemas.pop("HTTPError", None)  # APIFlask's own error, which no answer has
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas["Problem"].pop("$defs")  # they are components already
    document["tags"] = TAGS
    for path, method, operation in _operations(document):
        for parameter in operation["parameters"]:
            _describe(path, parameter)
        operation["parameters"] += _headers_of(path, method, operation)
        if not path.startswith("/health"):
            _add_answers(path, method, operation)
    return document


def _operations(document: Node) -> Iterator[tuple[str, str, Node]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _tidied(document: Node | str) -> Node:
    """Name a schema that is nested in others, `Outer.Inner`, by its own name once; what may be absent is not null."""
    text = orjson.dumps(document).decode()
    text = re.sub(r'"(#/components/schemas/)\w+\.(\w+)"', r'"\1\2"', text)
    tidied: Node = orjson.loads(re.sub(r',"default":null|"default":null,', "", text))
    schemas = tidied["components"]["schemas"]
    tidied["components"]["schemas"] = {name.rpartition(".")[2]: schema for name, schema in schemas.items()}
    return tidied


def _headers_of(path: str, method: str, operation: Node) -> Iterator[Node]:
    """The headers that an operation reads."""
    key, if_match = _HEADER_PARAMETERS
    if method == "post" and "security" in operation:
        yield key
    if (method, path) == ("patch", "/v1/posts/{post_id}"):
        yield if_match


def _describe(path: str, parameter: Node) -> None:
    if parameter["in"] == "path":
        parameter.update(_DECK_OWNER if path == DECK_PATH else _PATH_PARAMETERS[parameter["name"]])
        return
    schema = parameter["schema"]
    schema |= schema.pop("anyOf", [{}])[0]  # a parameter is left out, not null
    if "description" in schema:
        parameter["description"] = schema.pop("description")
    if "examples" in schema:
        parameter["example"] = schema.pop("examples")[0]


def _add_answers(path: str, method: str, operation: Node) -> None:
    answers = operation["responses"]
    good = next(answer for status, answer in answers.items() if status < "300")
    is_conditional = method == "get" and path != DECK_PATH
    told = _HEADERS | _OF_A_GET if is_conditional else _HEADERS
    good["headers"] = good.get("headers", {}) | {
        name: {"description": text, "schema": {"type": "string"}} for name, text in told.items()
    }
    refusals = _refusals(method, operation) | {int(status) for status in answers if status >= "400"}
    for status in sorted(refusals):
        content = {MIMETYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[str(status)] = {"description": HTTPStatus(status).phrase, "content": content}
    if is_conditional:
        answers["304"] = {"description": "It is what the ETag in `If-None-Match` stands for"}


def _refusals(method: str, operation: Node) -> set[int]:
    """The statuses of the errors that an operation can end with, beside those that its view declares."""
    statuses = set(_ALWAYS)
    for parameter in operation["parameters"]:
        statuses.update(_REFUSALS.get(parameter["name"], []))
        if parameter["in"] == "query":
            statuses.add(422)
    if "requestBody" in operation:
        statuses.update({400, 413, 422})
    if "security" in operation:
        statuses.update({401, 403})
    if method != "get":
        statuses.add(403)  # a write from another site
    return statuses
