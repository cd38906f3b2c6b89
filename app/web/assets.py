"""Static files under addresses that change with their content; style sheets and scripts each joined into one."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

STYLE_SHEETS = ("tokens", "page", "chart", "video", "pictures", "lens", "times", "forms", "posts", "narrow")
SCRIPTS = ("vendor/htmx-4.0.1/htmx.min.js", "newer.js", "player.js")
YEAR_SECONDS = 31_536_000

blueprint = Blueprint("assets", __name__)


def install(app: Flask) -> None:
    """Give every `url_for("static", …)` of `app` its version, and let what carries one be cached for ever."""
    app.register_blueprint(blueprint)
    app.url_defaults(_add_version)
    app.after_request(_keep_versioned)
    app.after_request(_read_whole)


@blueprint.get("/app.css")
def styles() -> Response:
    """All style sheets, in their order, as one request."""
    return Response("\n".join(path.read_text() for path in _style_paths()), mimetype="text/css")


@blueprint.get("/app.js")
def scripts() -> Response:
    """All scripts, in their order, as one request."""
    return Response(";\n".join(path.read_text() for path in _script_paths()), mimetype="text/javascript")


def _style_paths() -> list[Path]:
    return [Path(str(current_app.static_folder), "css", f"{name}.css") for name in STYLE_SHEETS]


def _script_paths() -> list[Path]:
    return [Path(str(current_app.static_folder), name) for name in SCRIPTS]


def _add_version(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static":
        paths = [Path(str(current_app.static_folder), str(values.get("filename")))]
    elif endpoint == "assets.styles":
        paths = _style_paths()
    elif endpoint == "assets.scripts":
        paths = _script_paths()
    else:
        return
    if all(path.is_file() for path in paths):
        values["v"] = _version(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=256)
def _version(files: tuple[tuple[Path, int], ...]) -> str:
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
    if (
        request.endpoint in {"static", "assets.styles", "assets.scripts"}
        and "v" in request.args
        and response.status_code < 400
    ):
        response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return response
