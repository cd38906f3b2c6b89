"""The task that keeps the words that spellings are mended with."""

from app.extensions import db
from app.infra.queue import tasks
from app.jobs.retries import Backoff
from app.search import typos


@tasks.periodic(cron="47 * * * *")
@tasks.task(name="search.learn", retry=Backoff())
def learn(timestamp: int) -> None:
    """Read anew which words videos, posts and members have."""
    typos.learn(db.session())
    db.session.commit()
