"""The task that deletes for good what its authors deleted long ago."""

import logging
from datetime import UTC, datetime

from app.extensions import db
from app.infra.queue import tasks
from app.jobs.retries import Backoff

logger = logging.getLogger(__name__)


@tasks.periodic(cron="17 3 * * *")
@tasks.task(name="social.purge", retry=Backoff())
def purge(timestamp: int) -> None:
    """Purge posts and comments."""
    from app.social import commenting, posting  # here, for much is behind them that a worker needs once a night

    now = datetime.now(UTC)
    posts, comments = posting.purge(db.session(), now), commenting.purge(db.session(), now)
    db.session.commit()
    logger.info("%d deleted posts and %d deleted comments are purged", posts, comments)
