"""Upswell: what is rising, region by region.

Imports stand inside, so that the processes which only start and watch others do not wait for the whole application.
"""

import gc
import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiflask import APIFlask

    from config import Settings


def create_app(settings: "Settings | None" = None) -> "APIFlask":
    """Build the application from `settings`, or from the environment. Raises `config.ConfigError`."""
    was_on = gc.isenabled()
    gc.disable()  # while some 1,800 modules are imported, of which nothing is garbage
    try:
        app = _built(settings)
        _keep_what_was_imported()
        return app
    finally:
        if was_on:
            gc.enable()


@cache
def _keep_what_was_imported() -> None:
    """Once a process: collections that look at it pause requests, copy pages that workers share, and keep an end."""
    gc.freeze()


def _built(settings: "Settings | None") -> "APIFlask":
    from apiflask import APIFlask

    from app.infra import gateway, json_provider
    from config import ROOT, Settings

    settings = settings or Settings.from_env(os.environ)
    app = APIFlask(
        __name__,
        title="Upswell",
        version="1",
        json_errors=False,
        spec_path=None,
        docs_path=None,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    app.config.from_mapping(settings.flask_config())
    json_provider.install(app)
    gateway.install(app, settings)
    _bind_extensions(app, settings)
    _register(app)
    return app


def _bind_extensions(app: "APIFlask", settings: "Settings") -> None:
    from app.extensions import cache, compress, db, limiter, migrate
    from app.feed import extension
    from app.infra import limits
    from config import ROOT

    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=False)
    cache.init_app(app)
    compress.init_app(app)
    limiter.init_app(app)
    limits.install(app)
    extension.install(app, settings.data_dir)


def _register(app: "APIFlask") -> None:
    from app import api, errors, web
    from app.cli import commands

    web.register(app)
    api.register(app)
    commands.register(app)
    errors.register(app)
