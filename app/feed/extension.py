"""Binds the decks to the application: what the store asks the database, and the threads that keep it current."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.feed import fallback, recovery, settings, snapshots, write_back
from app.feed.served import Served
from app.feed.store import NoDeck, Store
from app.models import RankingEntry, Region, User

logger = logging.getLogger(__name__)

WATCH_SECONDS = 2.0
"""Between two looks for a newer snapshot."""


def install(app: Flask, data_dir: Path) -> None:
    """Give `app` a store, as `app.extensions["deck_store"]`; it opens nothing before it is asked."""

    def home_of(user_id: int) -> int | None:
        with app.app_context():
            return fallback.region_index(settings.region_of(db.session(), user_id))

    def charts_now() -> dict[str, list[int]]:
        shown = select(Region.code, RankingEntry.video_id).join(
            RankingEntry, RankingEntry.ranking_id == Region.ranking_id
        )
        charts: dict[str, list[int]] = {}
        with app.app_context():
            for code, video_id in db.session.execute(shown.order_by(Region.code, RankingEntry.rank)):
                charts.setdefault(code, []).append(video_id)
        return charts

    def recover(served: Served) -> None:
        try:
            with app.app_context():
                recovery.recover(served, db.session())
        except SQLAlchemyError as error:  # write_back tries again before it writes
            logger.warning("positions in deck %s are not recovered yet: %s", served.number, error)

    def last_member() -> int:
        with app.app_context():
            return db.session.scalar(select(func.max(User.id))) or 0

    app.extensions["deck_store"] = Store(snapshots.folder_in(data_dir), home_of, charts_now, recover, last_member)


def store_of(app: Flask) -> Store:
    there: Store = app.extensions["deck_store"]
    return there


def store() -> Store:
    """The decks of the application that answers now."""
    return store_of(current_app)


def preload(app: Flask) -> None:
    """Map the decks there are before the workers are forked, and leave no connection open."""
    there = store_of(app)
    if snapshots.numbers(there.decks):
        _refresh(there)
    with app.app_context():
        db.engine.dispose()


def start(app: Flask) -> Event:
    """Start the threads of this process; setting the event that it returns ends them."""
    there, stopped = store_of(app), Event()
    if snapshots.numbers(there.decks):
        _refresh(there)  # the first request may come long after the decks were mapped
    with app.app_context():
        engine = db.engine

    def watch() -> None:
        while not stopped.wait(WATCH_SECONDS):
            _refresh(there)

    _thread("deck-watch", watch)
    _thread("deck-write-back", lambda: write_back.run(there, engine, stopped))
    return stopped


def _refresh(there: Store) -> None:
    try:
        there.refresh()
    except NoDeck:
        logger.info("there is no deck file and no chart yet")
    except (OSError, SQLAlchemyError) as error:
        logger.warning("the decks could not be looked at: %s", error)


def _thread(name: str, target: Callable[[], None]) -> None:
    Thread(target=target, name=name, daemon=True).start()
