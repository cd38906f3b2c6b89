"""The tasks that build decks: each night, and when enough has been done since."""

import logging
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from app.extensions import db
from app.infra.queue import tasks

logger = logging.getLogger(__name__)

SEED = 1


@tasks.periodic(cron="23 2 * * *")
@tasks.task(name="feed.build", queueing_lock="feed.build", lock="feed")
def build(timestamp: int) -> None:
    """Build the decks of all members. A build that fails is not tried again: the next one comes by itself."""
    _build(_decks())


@tasks.periodic(cron="*/10 * * * *")
@tasks.task(name="feed.build_if_due", queueing_lock="feed.build_if_due", lock="feed")
def build_if_due(timestamp: int) -> None:
    """Build the decks when there are none, or when members did enough since they were built."""
    from app.feed import due

    if due.is_due(db.session(), _decks(), datetime.now(UTC)):
        _build(_decks())


def _decks() -> Path:
    from app.feed import snapshots  # here, for no other task needs numpy

    return snapshots.folder_in(current_app.config["SETTINGS"].data_dir)


def _build(decks: Path) -> None:
    from app.feed import builder  # here, for the libraries behind it take memory that a worker may never need

    db.session.rollback()
    try:
        built = builder.rebuild(db.session(), decks, datetime.now(UTC), SEED, lambda *_: None)
    except builder.BuildRuns as error:
        logger.info("decks are not built: %s", error)
        return
    logger.info("decks are built: %s members, %s items", built.members, built.items)
