"""`flask videos`: the group of the commands that bring videos in, and `import`."""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from app.cli.fetch import fetch
from app.cli.rejects import RejectsRefused, Write, rejects_file
from app.extensions import db
from app.models import REGIONS
from app.trending import lists
from app.trending.sources.files import fields
from app.trending.sources.files.importing import import_file
from app.trending.sources.files.planning import Asked, Plan, Unreadable, plan
from app.trending.sources.files.report import Report, total

group = AppGroup("videos", help="Videos: import files, fetch charts.")
group.add_command(fetch)

UNREADABLE = 2


class CapturedAt(click.ParamType[datetime | int]):
    """A time or date in the past, or a bare year for dates that have none."""

    name = "time"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime | int:
        text = f"{value}-01-01" if len(value) == 4 and value.isdigit() else value
        try:
            moment = fields.moment(text, now=datetime.now(UTC))
        except fields.FieldError as error:
            self.fail(f"{value!r}: {error}; write 2026-10-01T18:00Z, 2026-10-01, or 2017 for dates without a year")
        return moment if text == value else moment.year


@group.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option("--region", type=click.Choice(list(REGIONS), case_sensitive=False), help="The region of all rows.")
@click.option("--captured-at", type=CapturedAt(), help="When, for files that do not say; UTC unless it has an offset.")
@click.option("--rejects", type=click.Path(path_type=Path, dir_okay=False), help="Write the rejected rows to this CSV.")
def import_(
    files: tuple[Path, ...], region: str | None, captured_at: datetime | int | None, rejects: Path | None
) -> None:
    """Import CSV tables and saved pages of the YouTube Data API.

    All files are looked at first: when one is unreadable nothing is changed, and the exit status is 2. Then each file
    is stored whole or not at all. Rows that cannot be used are rejected, counted and, with --rejects, written out.
    """
    asked = Asked(
        region_code=region,
        captured_at=captured_at if isinstance(captured_at, datetime) else None,
        year=captured_at if isinstance(captured_at, int) else None,
        now=datetime.now(UTC),
    )
    try:
        plans = plan(files, asked)
        with rejects_file(rejects, files) as write:
            reports = _import_all(plans, write)
    except (Unreadable, RejectsRefused) as error:
        click.echo(f"{error}\nNothing was changed.", err=True)
        raise click.exceptions.Exit(UNREADABLE)
    if len(reports) > 1:
        click.echo(total(reports))
    if rejects:
        click.echo(f"Rejected rows: {rejects}")


def _import_all(plans: list[Plan], write: Write) -> list[Report]:
    reports = []
    for one in plans:
        with _progress() as progress:
            task = progress.add_task(one.path.name, total=2 * one.path.stat().st_size)
            report = import_file(db.session(), one, partial(progress.advance, task), partial(write, one.path))
        db.session.commit()
        if report.touched:
            lists.renew(report.touched)
        click.echo(report.text())
        reports.append(report)
    return reports


def _progress() -> Progress:
    """A bar on a terminal, gone when it is done; nothing elsewhere."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
