"""The OpenAPI document and the page that shows it."""

from apiflask import APIBlueprint
from flask import Response, current_app, jsonify, render_template

docs = APIBlueprint("docs", __name__, enable_openapi=False)


@docs.get("/v1/openapi.json")
def document() -> Response:
    """Made once a process, for making it takes a tenth of a second."""
    kept = current_app.extensions
    if "openapi" not in kept:
        kept["openapi"] = current_app.spec  # type: ignore[attr-defined]
    return jsonify(kept["openapi"])


@docs.get("/api/docs")
def page() -> str:
    return render_template("api/docs.html")
