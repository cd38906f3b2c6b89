"""Times that clients name."""

import re
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
"""Seconds may be left out."""


def _written_out(text: object) -> object:
    if not isinstance(text, str) or not _RFC3339.fullmatch(text):
        message = "Write the time as RFC 3339, such as 2026-10-01T18:00Z; a + in an address is %2B"
        raise PydanticCustomError("rfc3339", message)
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(_written_out)]
PastMoment = Annotated[
    Moment,
    Field(description="what was shown at this time, RFC 3339 such as `2026-10-01T18:00Z`; ignored beside a cursor"),
]
