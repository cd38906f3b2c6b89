"""What a home screen that the site is added to needs to know of it."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from app.web import documents
from app.web.wave import PAPER

CACHE_SECONDS = 86_400
_PNG_SIZES = (192, 512)

blueprint = Blueprint("manifest", __name__)


@blueprint.get("/manifest.webmanifest")
def show() -> Response:
    """The web app manifest, by https://www.w3.org/TR/appmanifest/."""
    told: dict[str, object] = {
        "id": "/",
        "name": "Upswell",
        "short_name": "Upswell",
        "description": "See what is rising, region by region.",
        "lang": "en",
        "start_url": url_for("trending.home"),
        "scope": url_for("trending.home"),
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("wave.svg", "image/svg+xml", "any", "any"),
            *(_icon(f"wave-{size}.png", "image/png", f"{size}x{size}", "any maskable") for size in _PNG_SIZES),
        ],
    }
    return documents.as_json(told, "application/manifest+json", CACHE_SECONDS)


def _icon(name: str, mimetype: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": url_for("static", filename=f"icons/{name}"), "type": mimetype, "sizes": sizes, "purpose": purpose}
