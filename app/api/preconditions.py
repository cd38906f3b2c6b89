"""Which version of a post an edit is of: told in the body, or by `If-Match` with the ETag that the post came with."""

import re
from hashlib import sha256

from flask import request
from pydantic import BaseModel

from app.api.schemas.posts import Post

ETAG_PATTERN = '^"v[0-9]{1,9}-[0-9a-f]{16}"$'
_VERSION = re.compile(r'(?:W/)?"v([0-9]{1,9})-[0-9a-f]+(?::[a-z]+)?"', re.ASCII)


class VersionNeeded(Exception):
    """An edit tells of no version."""


class BadVersion(ValueError):
    """What an edit tells of its version cannot be used; the message tells why."""


class StalePost(Exception):
    """An edit of another version than `current`."""

    def __init__(self, current: Post) -> None:
        super().__init__()
        self.current = current


def etag(version: int, answer: BaseModel) -> dict[str, str]:
    """The header of an answer that is one post: `v`, its version, and what changes with all that is told of it."""
    return {"ETag": f'"v{version}-{sha256(answer.model_dump_json().encode()).hexdigest()[:16]}"'}


def edited_version(told: int | None) -> int:
    """The version that is edited. `told` is that of the body. Raises `VersionNeeded`, `BadVersion`."""
    header = request.headers.get("If-Match")
    if header is None:
        if told is None:
            raise VersionNeeded
        return told
    found = _VERSION.fullmatch(header.strip())
    if found is None:
        raise BadVersion("Send one ETag of this post in `If-Match`.")
    version = int(found[1])
    if told not in {None, version}:
        raise BadVersion("`If-Match` and `version` tell of different versions.")
    return version
