"""`flask trending`: compute rankings again, and show one on the terminal."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from app.extensions import db
from app.models import REGIONS, Capture
from app.trending import lists, rankings

group = AppGroup("trending", help="Rankings: compute them again, show one.")

REGION = click.Choice(list(REGIONS), case_sensitive=False)


class Moment(click.ParamType[datetime]):
    """An RFC 3339 time; without an offset it is UTC."""

    name = "time"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time such as 2026-10-01T18:00Z", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@group.command()
@click.option("--region", type=REGION, help="One region; all seven when left out.")
@click.option("--at", type=Moment(), help="The capture at or last before this time; the newest when left out.")
def rebuild(region: str | None, at: datetime | None) -> None:
    """Compute rankings again from the captures."""
    for code in [region] if region else list(REGIONS):
        captured_at = None if at is None else _capture_time(code, at)
        result = rankings.rebuild(db.session(), code, captured_at, captured_at)
        db.session.commit()
        lists.renew([code])
        click.echo(f"{code}  {result.written} written, {result.unchanged} unchanged")


@group.command()
@click.argument("region", type=REGION)
@click.option("--limit", type=click.IntRange(1, 200), default=25, show_default=True)
def show(region: str, limit: int) -> None:
    """Print the list that a region shows now."""
    ranked, _ = lists.current(region)
    if ranked.captured_at is None:
        raise click.ClickException(f"{REGIONS[region].at_start} has no capture yet. See flask videos --help.")
    title = f"{REGIONS[region].name} as of {ranked.captured_at:%Y-%m-%d %H:%M} UTC ({ranked.source})"
    table = Table("Rank", "Day before", "Score", "Video", "Channel", title=title)
    for entry in ranked.entries[:limit]:
        before = "new" if entry.previous_rank is None else str(entry.previous_rank)
        channel = entry.video.channel_title or ""
        table.add_row(str(entry.rank), before, f"{entry.score:.2f}", entry.video.title, channel)
    Console(markup=False).print(table)


def _capture_time(code: str, at: datetime) -> datetime:
    """The time of a region's capture at or last before a time; that time itself where there is none."""
    last = select(func.max(Capture.captured_at)).where(Capture.region_code == code, Capture.captured_at <= at)
    return db.session.scalar(last) or at
