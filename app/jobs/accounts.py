"""The task that removes what accounts no longer need."""

import logging
from datetime import UTC, datetime

from app.accounts import retention
from app.extensions import db
from app.infra.queue import tasks
from app.jobs.retries import Backoff

logger = logging.getLogger(__name__)


@tasks.periodic(cron="37 * * * *")
@tasks.task(name="accounts.clean_up", retry=Backoff())
def clean_up(timestamp: int) -> None:
    """Delete expired links, sessions and refresh tokens, and mails of long ago."""
    removed = retention.clean_up(db.session(), datetime.now(UTC))
    db.session.commit()
    logger.info("expired rows are removed: %s", removed)
