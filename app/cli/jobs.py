"""`flask jobs`: the worker, and a look into its queue."""

import logging

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from app.cli.children import WORKER_READY
from app.extensions import db
from app.infra import queue_jobs
from app.infra import worker as worker_process
from app.infra.queue_jobs import Job, NotFailed, Status, UnknownJob
from app.models import Mail
from app.notify.channels import channel
from app.notify.messages import NoChannel

group = AppGroup("jobs", help="Run background jobs, and look into their queue.")


@group.command()
@click.option("--once", is_flag=True, help="End when no job waits any more.")
def worker(once: bool) -> None:
    """Run jobs and the schedule until Ctrl-C. bin/serve starts one; more may run beside it."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.config["SETTINGS"]
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every minute
    try:
        channel(settings)
    except NoChannel as error:
        click.echo(f"\nWarning: {error}", err=True)  # bin/serve is in the middle of a line
    if once:
        worker_process.run_waiting(app)
    else:
        worker_process.run(app, lambda: click.echo(WORKER_READY))


@group.command("list")
@click.option("--status", type=click.Choice([status.value for status in Status]), help="Only jobs that stand there.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
def index(status: str | None, limit: int) -> None:
    """Print the newest jobs, and why a mail could not be sent."""
    jobs = queue_jobs.recent(db.session(), Status(status) if status else None, limit)
    mails = _mails(jobs)
    table = Table("Job", "Task", "Status", "Attempts", "Not before (UTC)", "About")
    for job in jobs:
        not_before = f"{job.scheduled_at:%Y-%m-%d %H:%M:%S}" if job.scheduled_at else ""
        table.add_row(str(job.id), job.task, job.status, str(job.attempts), not_before, _about(job, mails))
    Console(markup=False).print(table)


@group.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Print all that is known of one job."""
    try:
        job = queue_jobs.find(db.session(), number)
    except UnknownJob:
        raise click.ClickException(f"There is no job {number}. Jobs are forgotten a day after they succeeded.")
    click.echo(f"{job.task}  {job.status}, {job.attempts} attempts ended")
    click.echo(_about(job, _mails([job])))
    for at, what in queue_jobs.events(db.session(), number):
        click.echo(f"{at:%Y-%m-%d %H:%M:%S} UTC  {what}")


@group.command()
@click.argument("numbers", type=int, nargs=-1, required=True)
def retry(numbers: tuple[int, ...]) -> None:
    """Have failed jobs run again."""
    with db.session.begin_nested():
        for number in numbers:
            try:
                queue_jobs.retry(db.session(), number)
            except UnknownJob:
                raise click.ClickException(f"There is no job {number}; none was changed.")
            except NotFailed as error:
                raise click.ClickException(f"Job {number} is {error}; only failed ones run again, none was changed.")
    db.session.commit()
    click.echo(f"{len(numbers)} to run again")


def _mails(jobs: list[Job]) -> dict[int, Mail]:
    ids = [job.arguments["mail_id"] for job in jobs if job.task == "mail.send"]
    return {mail.id: mail for mail in db.session.scalars(select(Mail).where(Mail.id.in_(ids)))}


def _about(job: Job, mails: dict[int, Mail]) -> str:
    mail = mails.get(job.arguments.get("mail_id", 0))
    if mail is None:
        return " ".join(f"{name}={value}" for name, value in job.arguments.items())
    state = "sent" if mail.sent_at else mail.failure or "not sent yet"
    return f"{mail.template} to {mail.address}: {state}"
