"""Several requests at once, each with its own transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from apiflask import APIFlask
from sqlalchemy.orm import Session

from app.extensions import db


def at_once(app: APIFlask, *requests: Callable[[Session], object]) -> list[object]:
    """What each gives that works in a session of its own and commits; its exception where it raised one."""
    start = Barrier(len(requests))

    def run(request: Callable[[Session], object]) -> object:
        with app.app_context():
            start.wait()
            try:
                result = request(db.session())
                db.session.commit()
            except Exception as error:
                return error
            return result

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(run, requests))
