"""The tasks that keep the queue itself in order."""

import logging

from procrastinate import JobContext
from procrastinate.jobs import Status

from app.infra.queue import tasks
from app.infra.worker import STALLED_SECONDS

logger = logging.getLogger(__name__)

MAX_STALLS = 20
KEPT_HOURS = 24
FAILED_KEPT_HOURS = 30 * 24


@tasks.periodic(cron="* * * * *")
@tasks.task(name="queue.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Have the jobs of dead workers run again. One that was begun MAX_STALLS times has failed: it kills its worker."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        if job.attempts >= MAX_STALLS:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
            logger.error("job %s (%s) is given up: its workers die", job.id, job.task_name)
        else:
            await manager.retry_job(job)
            logger.warning("job %s (%s) of a dead worker runs again", job.id, job.task_name)


@tasks.periodic(cron="17 * * * *")
@tasks.task(name="queue.clean_up", pass_context=True)
async def clean_up(context: JobContext, timestamp: int) -> None:
    """Forget jobs that ended: good ones after KEPT_HOURS, failed ones after FAILED_KEPT_HOURS."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEPT_HOURS)
    await manager.delete_old_jobs(
        nb_hours=FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
