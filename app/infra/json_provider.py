"""JSON of the whole application, by orjson; what is read is read strictly."""

import json
from typing import Any, NoReturn

import orjson
from apiflask import APIFlask
from flask import Request, Response
from flask.json.provider import JSONProvider
from werkzeug.exceptions import BadRequest


class StrictRequest(Request):
    """Says what is wrong with a body."""

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        raise BadRequest(f"The body is not JSON that can be used: {e}.")


class OrjsonProvider(JSONProvider):
    """Writes bytes once instead of text that is encoded again; times in UTC end in `Z`."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return self._bytes(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises `ValueError` for what orjson refuses, and for an object in which a name stands twice."""
        orjson.loads(s)
        try:
            return json.loads(s, object_pairs_hook=_object)
        except RecursionError:
            raise ValueError("it is nested too deeply")

    def response(self, *args: Any, **kwargs: Any) -> Response:
        body = self._bytes(self._prepare_response_obj(args, kwargs))
        return Response(body, mimetype="application/json")

    @staticmethod
    def _bytes(obj: Any) -> bytes:
        return orjson.dumps(obj, option=orjson.OPT_UTC_Z)


def install(app: APIFlask) -> None:
    """Have `app` read and write JSON this way."""
    app.json = OrjsonProvider(app)
    app.request_class = StrictRequest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands in it twice")
    return found
