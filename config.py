"""Every setting of Upswell, read from the environment strictly; the default stands beside each.

A value that is not in its accepted form stops the start with its name and that form. Nothing else in the project
reads the environment.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

ROOT = Path(__file__).resolve().parent
MIN_SECRET_LENGTH = 32
_DIGITS = re.compile("[0-9]{1,9}")
COMPRESSED = [
    "application/atom+xml",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/problem+json",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
]


class ConfigError(Exception):
    """The environment holds settings that cannot be used; the message names each and its accepted form."""


class Settings(BaseModel):
    """The settings of one process. The field's upper-case name is its environment variable."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    app_env: Literal["development", "production"] = Field(
        "development", description="`development` or `production`; production refuses default secrets"
    )
    host: str = Field("127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on, 1 to 65535")
    server: Literal["granian", "gunicorn"] = Field("granian", description="`granian` or `gunicorn`")
    workers: int = Field(2, ge=1, le=64, description="web processes, 1 to 64")
    data_dir: Path = Field(ROOT / ".data", description="folder of the embedded servers and the development secret")
    database_url: str | None = Field(
        None,
        pattern=r"^postgresql\+psycopg://",
        description="`postgresql+psycopg://user:password@host:port/name`; unset: an embedded PostgreSQL is started",
    )
    redis_url: str | None = Field(
        None,
        pattern=r"^(rediss?|unix)://.",
        description="`redis://host:port/0`, `rediss://…` or `unix:///path`; unset: an embedded Valkey is started",
    )
    secret_key: str | None = Field(
        None,
        min_length=MIN_SECRET_LENGTH,
        repr=False,
        description=f"signs cookies and cursors, {MIN_SECRET_LENGTH} characters or more; required in production",
    )
    secret_key_fallbacks: tuple[Annotated[str, Field(min_length=MIN_SECRET_LENGTH)], ...] = Field(
        (), repr=False, description="former values of SECRET_KEY, separated by commas; what they signed stays good"
    )
    cors_origins: tuple[Annotated[str, Field(pattern=r"^https?://[^/?#*\s]+$")], ...] = Field(
        (), description="other sites whose pages may use the API, such as `https://app.example`, separated by commas"
    )
    seed_demo: bool = Field(True, description="`1` or `0`: `bin/serve` fills an empty development database")
    ratelimit_enabled: bool = Field(True, description="`1` or `0`: limits per address")
    ratelimit_default: str = Field(
        "600 per minute",
        pattern=r"^[1-9][0-9]{0,8} per (second|minute|hour|day)$",
        description="default limit per address, such as `600 per minute`",
    )
    trusted_proxies: int = Field(0, ge=0, le=10, description="number of `X-Forwarded-For` hops to trust, 0 to 10")
    allowed_hosts: tuple[Annotated[str, Field(pattern=r"^\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$")], ...] = Field(
        (),
        description="host names to answer under beside that of PUBLIC_URL, such as `www.upswell.example` or "
        "`.upswell.example` for all below it, separated by commas; production requires one of the two, "
        "development without it answers under any",
    )
    youtube_api_key: str | None = Field(
        None, pattern=r"^[!-~]+$", repr=False, description="key of the YouTube Data API v3, for `videos fetch`"
    )
    youtube_api_host: str = Field(
        "https://www.googleapis.com",
        pattern=r"^https?://[^/]",
        description="`http://` or `https://` address of that API",
    )
    sendgrid_api_key: str | None = Field(
        None,
        pattern=r"^[!-~]+$",
        repr=False,
        description="key of SendGrid; unset: mails go to `/dev/mail` in development and wait in production",
    )
    sendgrid_host: str = Field(
        "https://api.sendgrid.com",
        pattern=r"^https?://",
        description="`http://` or `https://` address of SendGrid's API",
    )
    sendgrid_sandbox: bool = Field(False, description="`1` or `0`: SendGrid checks mails and delivers none")
    mail_from: str = Field(
        "Upswell <upswell@localhost.localdomain>",
        pattern=r"^([^<>@\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$",
        description="sender of mails, `address` or `Name <address>`; required when production has a SENDGRID_API_KEY",
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[^/?#\s]+/?$",
        description="address of the site in mails, such as `https://upswell.example`; unset: `http://HOST:PORT`; "
        "required when production has a SENDGRID_API_KEY",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="`debug`, `info`, `warning` or `error`"
    )

    @field_validator("secret_key_fallbacks", "cors_origins", "allowed_hosts", mode="before")
    @classmethod
    def _separated(cls, given: object) -> object:
        return tuple(part.strip() for part in given.split(",")) if isinstance(given, str) else given

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        try:
            return path.expanduser().absolute()
        except RuntimeError as error:  # the home of a user whom nobody knows
            raise ValueError(error)

    @field_validator("port", "workers", "trusted_proxies", mode="before")
    @classmethod
    def _only_digits(cls, value: object) -> object:
        if isinstance(value, str) and not _DIGITS.fullmatch(value):
            raise ValueError("not a whole number")
        return value

    @field_validator("seed_demo", "ratelimit_enabled", "sendgrid_sandbox", mode="before")
    @classmethod
    def _only_0_or_1(cls, value: object) -> object:
        if isinstance(value, str) and value not in {"0", "1"}:
            raise ValueError("neither 0 nor 1")
        return value

    @field_validator("database_url")
    @classmethod
    def _of_a_database(cls, url: str | None) -> str | None:
        if url is None:
            return None
        from sqlalchemy import make_url  # here, for reading it takes longer than all else that bin/serve reads

        return make_url(url).render_as_string(hide_password=False)  # quoted as libpq wants it; raises ValueError

    @field_validator("redis_url")
    @classmethod
    def _of_a_cache(cls, url: str | None) -> str | None:
        if url is not None:
            _ = urlsplit(url).port  # raises ValueError
        return url

    @model_validator(mode="after")
    def _production_names_its_own(self) -> Self:
        if self.is_production and self.secret_key is None:
            raise ValueError("SECRET_KEY: required when APP_ENV=production")
        if self.is_production and not self.hosts:
            raise ValueError("ALLOWED_HOSTS or PUBLIC_URL: one is required when APP_ENV=production")
        if self.is_production and self.sendgrid_api_key is not None:
            missing = {"public_url", "mail_from"} - self.model_fields_set
            if missing:
                names = ", ".join(sorted(map(str.upper, missing)))
                raise ValueError(f"{names}: required when APP_ENV=production has a SENDGRID_API_KEY")
        return self

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; an empty variable counts as unset. Raises `ConfigError` naming every bad one."""
        given = {name: environ[name.upper()] for name in cls.model_fields if environ.get(name.upper())}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise ConfigError("\n".join(map(_explain, error.errors()))) from None

    @property
    def is_production(self) -> bool:
        return self.app_env == "production"

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may ask for, in lower case; empty where any may be."""
        if not (self.is_production or self.allowed_hosts):
            return ()
        own = urlsplit(self.public_url or "").hostname
        return tuple(host.lower() for host in (*self.allowed_hosts, own) if host)

    @property
    def site_url(self) -> str:
        """The address of the site for people elsewhere, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    def flask_config(self) -> dict[str, object]:
        """What Flask and its extensions read. Raises `ConfigError` when a server or the secret is not named."""
        for name in ("database_url", "redis_url", "secret_key"):
            if getattr(self, name) is None:
                raise ConfigError(f"{name.upper()} is not set. Start through bin/serve or bin/flask, which provide it.")
        return {
            "SETTINGS": self,
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": self.secret_key_fallbacks,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_pre_ping": True,
                "pool_timeout": 3,
                "pool_recycle": 1800,
                "connect_args": {"connect_timeout": 3, "options": "-c timezone=UTC -c statement_timeout=30000"},
            },
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_production,
            "MAX_CONTENT_LENGTH": 1024 * 1024,
            "COMPRESS_MIMETYPES": COMPRESSED,
            "COMPRESS_ALGORITHM": ["br", "zstd", "gzip"],
            "CACHE_TYPE": "RedisCache",
            "CACHE_KEY_PREFIX": "upswell:",
            "CACHE_REDIS_URL": self.redis_url,
            "CACHE_OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
            "RATELIMIT_ENABLED": self.ratelimit_enabled,
            "RATELIMIT_DEFAULT": self.ratelimit_default,
            "RATELIMIT_STORAGE_URI": (self.redis_url or "").replace("unix://", "redis+unix://", 1),
            "RATELIMIT_STORAGE_OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
            "RATELIMIT_STRATEGY": "sliding-window-counter",
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
            # Should Redis go away between the check and the count of a failed login, that is no reason to fail.
            "RATELIMIT_SWALLOW_ERRORS": True,
        }


def _explain(error: Mapping[str, object]) -> str:
    location = error["loc"]
    if not isinstance(location, tuple) or not location:
        return str(error["msg"]).removeprefix("Value error, ")
    name = str(location[0])
    return f"{name.upper()}: accepted is {Settings.model_fields[name].description}"
