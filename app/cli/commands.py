"""The commands of `flask`, one file each, read when they are called: a web process never needs them."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

_MODULES = {
    "feed": "group",
    "jobs": "group",
    "seed": "seed",
    "tokens": "group",
    "trending": "group",
    "users": "group",
    "videos": "group",
}


class _Commands(AppGroup):
    """Finds a command in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*_MODULES, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return super().get_command(ctx, name)
        command: click.Command = getattr(import_module(f"{__package__}.{name}"), _MODULES[name])
        return command


def register(app: Flask) -> None:
    """Add our commands to those that the extensions brought."""
    app.cli = _Commands(app.name, commands=app.cli.commands)
