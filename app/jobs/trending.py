"""The task that keeps the lists in step with what members do between captures."""

import logging

from app.extensions import db
from app.infra.queue import tasks
from app.jobs.retries import Backoff
from app.models import REGIONS
from app.trending import lists, rankings

logger = logging.getLogger(__name__)


@tasks.periodic(cron="*/15 * * * *")
@tasks.task(name="trending.rebuild", retry=Backoff())
def rebuild(timestamp: int) -> None:
    """Rank the newest capture of each region anew; what comes out as it stands is neither written nor cached again."""
    changed = []
    for code in REGIONS:
        if rankings.rebuild(db.session(), code).written:
            changed.append(code)
        db.session.commit()  # a region at a time, so that an import waits for none but its own
    if changed:
        lists.renew(changed)
        logger.info("lists are renewed: %s", ", ".join(changed))
