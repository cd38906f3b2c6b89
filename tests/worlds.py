"""Worlds that a worker makes once: databases with something in them, which tests begin with and leave as it was."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from apiflask import APIFlask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from app.extensions import db
from tests import servers

Inhabited = Callable[[Callable[[Session], None]], Engine]

NAMES = frozenset(("world", "borders", "full"))
"""The fixtures, each of the session's scope and an engine on such a database; a test asks for one at most."""


@contextmanager
def made_once(app: APIFlask) -> Iterator[Inhabited]:
    """Makes such databases by what fills them."""
    numbers = count()
    with ExitStack() as stack:

        def make(fill: Callable[[Session], None]) -> Engine:
            url = servers.clone(os.environ["DATABASE_URL"], f"upswell_world_{os.getpid()}_{next(numbers)}")
            stack.callback(servers.drop_database, url)
            engine = create_engine(url, **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
            stack.callback(engine.dispose)
            with app.app_context():
                usual, db.engines[None] = db.engine, engine
                try:
                    fill(db.session())
                    db.session.commit()
                finally:
                    db.session.remove()
                    db.engines[None] = usual
            return engine

        yield make
