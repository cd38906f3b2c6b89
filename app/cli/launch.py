"""What bin/serve and bin/flask do first: settings, embedded servers, development secret."""

import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NoReturn

from app.infra.embedded.lease import Lease
from app.infra.embedded.postgres import POSTGRES
from app.infra.embedded.server import Server, ServerError
from app.infra.embedded.valkey import VALKEY
from config import ConfigError, Settings

EXIT_REFUSED = 2


def refuse(message: object) -> NoReturn:
    """End the command because of something that the person can change."""
    print(message, file=sys.stderr)
    raise SystemExit(EXIT_REFUSED)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings, with DATA_DIR made; ends the command when they cannot be used."""
    try:
        settings = Settings.from_env(environ)
    except ConfigError as error:
        refuse(error)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(f"DATA_DIR: the folder {settings.data_dir} cannot be made ({error.strerror}).")
    return settings


@contextmanager
def progress(title: str, *, shown: bool) -> Iterator[None]:
    """Say on standard error what is done now, and how long it took."""
    if shown:
        print(f"{title} … ", end="", file=sys.stderr, flush=True)
    begun = time.monotonic()
    yield
    if shown:
        print(f"ready {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)


@contextmanager
def provided(settings: Settings, *, shown: bool) -> Iterator[tuple[Settings, list[Lease]]]:
    """Settings that name a database, a cache and a secret, for us and in the environment of our children.

    What is not set is provided by the embedded servers, for as long as the context lasts.
    """
    with ExitStack() as stack:
        leases = []
        urls = {}
        for server in (POSTGRES, VALKEY):
            if getattr(settings, server.setting.lower()) is None:
                with progress(server.title, shown=shown):
                    lease = _lease(server, settings.data_dir)
                stack.callback(lease.release)
                leases.append(lease)
                urls[server.setting.lower()] = lease.url
        secret = settings.secret_key or development_secret(settings.data_dir)
        complete = settings.model_copy(update={**urls, "secret_key": secret})
        for name in ("data_dir", "database_url", "redis_url", "secret_key"):
            os.environ[name.upper()] = str(getattr(complete, name))
        yield complete, leases


def _lease(server: Server, data_dir: Path) -> Lease:
    try:
        return Lease(server, data_dir)
    except (ServerError, OSError) as error:
        refuse(f"\n{error}")


def development_secret(data_dir: Path) -> str:
    """The secret that stands in for SECRET_KEY in development, made once per data folder, readable by its owner."""
    path = data_dir / "secret_key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=data_dir, prefix="secret_key.") as file:  # 0600
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with suppress(FileExistsError):  # another command was first
                os.link(file.name, path)
    return path.read_text()
