"""The unbound extension objects; create_app() binds them, command_app() some."""

from flask import current_app
from flask_caching import Cache
from flask_compress import Compress
from flask_limiter import Limit, Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """What every table is declared on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(metadata=Base.metadata)
cache = Cache()
compress = Compress()
# Read at each request, for the extension would keep what the first application of a process was configured with.
# Shared, so that an address has it once for all views that have no limit of their own.
_per_address = Limit(lambda: current_app.config["RATELIMIT_DEFAULT"], scope="default", shared=True)
limiter = Limiter(get_remote_address, default_limits=[_per_address])
