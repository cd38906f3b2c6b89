"""Pages of lists in the order of time: what their addresses ask, and the `Link` header that leads to the next ones."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from app.social.paging import DEFAULT_LIMIT, MAX_LIMIT, Page, Row, Window

Id = Annotated[str, Field(pattern="^[0-9]{1,18}$")]

LINKED: dict[int | str, Any] = {
    200: {
        "headers": {
            "Link": {
                "description": '`rel="next"` leads on through the list, `rel="prev"` to what stands before this page',
                "schema": {"type": "string"},
            }
        }
    }
}
"""For `doc(responses=…)` of a view that answers with `links`."""


class WindowQuery(BaseModel):
    """The parameters of every list in the order of time."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="how many on a page", examples=[10])
    max_id: Id | None = Field(None, description="only what is older than this id")
    min_id: Id | None = Field(None, description="what is just newer than this id, the page above it")
    since_id: Id | None = Field(None, description="only what is newer than this id, the newest of it")

    def window(self) -> Window:
        """What is asked for."""
        return Window(self.limit, _number(self.max_id), _number(self.min_id), _number(self.since_id))


def links(page: Page[Row], window: Window, id_of: Callable[[Row], int]) -> dict[str, str]:
    """The `Link` header of a page, by the id that its list is ordered by; no header without rows.

    The way to what is newer is given also where nothing newer is known of: it is how a client asks again later.
    """
    if not page.rows:
        return {}
    ends = id_of(page.rows[0]), id_of(page.rows[-1])
    older = _link("prev" if window.oldest_first else "next", max_id=min(ends), since_id=window.since_id)
    newer = _link("next" if window.oldest_first else "prev", min_id=max(ends))
    return {"Link": ", ".join([older, newer] if page.has_older else [newer])}


def _link(rel: str, **position: int | None) -> str:
    kept = [item for item in request.args.items(multi=True) if item[0] not in Window.__slots__ or item[0] == "limit"]
    asked = [*kept, *((name, value) for name, value in position.items() if value is not None)]
    return f'<{request.base_url}?{urlencode(asked)}>; rel="{rel}"'


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
