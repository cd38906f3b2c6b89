"""Static files under addresses that change with their content; style sheets and scripts each joined into one."""

from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

from app.extensions import limiter

STYLE_SHEETS = (
    "tokens",
    "page",
    "chart",
    "video",
    "pictures",
    "lens",
    "times",
    "forms",
    "posts",
    "people",
    "feed",
    "for_you",
    "taste",
    "search",
    "narrow",
)
SCRIPTS = ("vendor/htmx-4.0.1/htmx.min.js", "newer.js", "player.js", "search.js", "deck.js", "watches.js")
_FOR_EVER = "public, max-age=31536000, immutable"

OUTDATED_SECONDS = 300
"""How long a picture may be kept when its address names another version than the present one."""

blueprint = Blueprint("assets", __name__)


def install(app: Flask) -> None:
    """Give every `url_for("static", …)` of `app` its version, and let what carries one be cached for ever."""
    app.register_blueprint(blueprint)
    limiter.exempt(blueprint)
    app.url_defaults(_add_version)
    app.after_request(_keep_versioned)
    app.after_request(_read_whole)


def keep_version(response: Response, version: str) -> None:
    """Have what was drawn kept for ever when the address asks for this version, else for OUTDATED_SECONDS."""
    is_asked_for = request.args.get("v") == version
    response.headers["Cache-Control"] = _FOR_EVER if is_asked_for else f"public, max-age={OUTDATED_SECONDS}"


@blueprint.get("/app.css")
def styles() -> Response:
    """All style sheets, in their order, as one request."""
    return Response("\n".join(path.read_text() for path in _style_paths(_folder())), mimetype="text/css")


@blueprint.get("/app.js")
def scripts() -> Response:
    """All scripts, in their order, as one request."""
    return Response(";\n".join(path.read_text() for path in _script_paths(_folder())), mimetype="text/javascript")


def _folder() -> str:
    return str(current_app.static_folder)


@cache
def _style_paths(folder: str) -> list[Path]:
    return [Path(folder, "css", f"{name}.css") for name in STYLE_SHEETS]


@cache
def _script_paths(folder: str) -> list[Path]:
    return [Path(folder, name) for name in SCRIPTS]


def _add_version(endpoint: str, values: dict[str, object]) -> None:
    version = _version(endpoint, values)
    if version:
        values["v"] = version


def _version(endpoint: str | None, values: Mapping[str, object]) -> str | None:
    """The version of what an address of these files leads to; None for other addresses and where no file is."""
    match endpoint:
        case "static":
            paths = [Path(_folder(), str(values.get("filename")))]
        case "assets.styles":
            paths = _style_paths(_folder())
        case "assets.scripts":
            paths = _script_paths(_folder())
        case _:
            return None
    try:
        return _digest(tuple((path, path.stat().st_mtime_ns) for path in paths))
    except (OSError, ValueError):  # the latter of a name that no file can have
        return None


@lru_cache(maxsize=256)
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    """A short hash of the files' bytes; their times are there so that an edited file is read again."""
    digest = sha256()
    for path, _ in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read_whole(response: Response) -> Response:
    """A file that is not streamed can be compressed with its length and validator kept, and is closed at once."""
    if request.endpoint == "static" and response.status_code == 200:
        response.direct_passthrough = False
        response.get_data()
    return response


def _keep_versioned(response: Response) -> Response:
    """For ever, when the address names the version that is answered: another server may already have the next one."""
    asked = request.args.get("v")
    if asked and response.status_code < 400 and asked == _version(request.endpoint, request.view_args or {}):
        response.headers["Cache-Control"] = _FOR_EVER
    return response
