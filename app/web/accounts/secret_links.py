"""Pages whose address holds a secret, because a mail links to them, tell that address to nobody."""

from flask import Blueprint, request
from werkzeug.wrappers import Response


def keep_secrets(blueprint: Blueprint) -> None:
    """Have the pages of `blueprint` under `<secret>` send no address of theirs along, not even to this site's logs."""
    blueprint.after_request(_send_origin_alone)


def _send_origin_alone(response: Response) -> Response:
    if "secret" in (request.view_args or {}):
        # With no-referrer older browsers would send forms without an origin, and so be refused.
        response.headers["Referrer-Policy"] = "strict-origin"
    return response
