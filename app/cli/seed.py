"""`flask seed`: fill a development database with the demo world."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import select

from app.extensions import db
from app.infra import queue
from app.models import REGIONS, Capture, Channel, Role
from app.search import typos
from app.social import demo
from app.trending import lists, rankings
from app.trending.captures import whole_hour
from app.trending.intake import keep, rank
from app.trending.observation import Observation
from app.trending.sources.demo import CHART_LENGTH, DemoSource, world

REPORTS = 10
"""How often progress is told while the charts are stored."""

MEMBERS = "Members move in"
RANKING = "Ranking every hour"


class Refused(click.ClickException):
    exit_code = 2


class Tell(Protocol):
    def __call__(self, what: str, done: int | None = None) -> None:
        """Say what is being done and how many entries are done, None when that is not known."""


@dataclass
class Tally:
    """Counts observations on their way into the database."""

    entries: int = 0
    source_ids: set[str] = field(default_factory=set)

    def count(self, observations: Iterable[Observation], total: int, tell: Tell) -> Iterator[Observation]:
        for one in observations:
            self.entries += 1
            self.source_ids.add(one.source_id)
            if self.entries % (total // REPORTS) == 0:
                tell(f"Storing the charts up to {one.captured_at:%Y-%m-%d}", self.entries)
            yield one


@click.command()
@click.option("--seed", "number", type=click.IntRange(0), default=1, show_default=True, help="Which world.")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="Days of hourly charts.")
@with_appcontext
def seed(number: int, days: int) -> None:
    """Make a believable world: hourly charts of all regions that end at the current hour, and members who talk.

    The same number makes the same world; running it again adds the hours since. It never mixes with real data.
    Members are made where there are none yet. The worker then builds their decks.
    """
    _refuse_unless_welcome(number)
    started, tally, now = monotonic(), Tally(), datetime.now(UTC)
    total = days * 24 * len(REGIONS) * CHART_LENGTH
    observations = world(number, whole_hour(now), days)
    with _progress(total) as tell:
        stored = keep(db.session(), DemoSource(), tally.count(observations, total, tell))
        tell(MEMBERS)
        since = now - min(timedelta(days=days), rankings.RETENTION)
        settled = demo.settle(db.session(), number, since, now)
        tell(RANKING)
        if settled is None:
            rank(db.session(), stored)
        else:  # what they did counts in every ranking, those of captures that stood already too
            for code in REGIONS:
                rankings.rebuild(db.session(), code, since)
        typos.learn(db.session())
        queue.defer(db.session(), "feed.build", lock="feed", timestamp=int(now.timestamp()))
        db.session.commit()
        lists.renew(stored.changed if settled is None else REGIONS)
    seconds = monotonic() - started
    click.echo(
        f"{len(REGIONS)} regions, {tally.entries:,} entries, {len(tally.source_ids):,} videos, {seconds:.1f} s"
        f" ({stored.new:,} entries new)"
    )
    _introduce(settled)


def _introduce(settled: demo.Settled | None) -> None:
    if settled is None:
        click.echo("There are members already; none are added.")
        return
    click.echo(f"{settled.members} members, {settled.posts:,} posts, {settled.comments:,} comments")
    names = [name if role is Role.USER else f"{name} ({role})" for name, role in demo.LOGINS.items()]
    click.echo(f'Log in as {", ".join(names)} with the password "{demo.PASSWORD}".')


def _refuse_unless_welcome(number: int) -> None:
    if current_app.config["SETTINGS"].is_production:
        raise Refused("Demo data is for development; APP_ENV is production.")
    if db.session.scalar(select(Capture.source).where(Capture.source != DemoSource.name).limit(1)):
        raise Refused("This database holds real captures; demo data and real data never mix.")
    another = select(Channel.source_id).where(
        Channel.source_id.startswith("demo-"), ~Channel.source_id.startswith(f"demo-{number}-")
    )
    if found := db.session.scalar(another.limit(1)):
        raise Refused(f"This database holds the demo world {found.split('-')[1]}; two worlds do not fit into one.")


@contextmanager
def _progress(total: int) -> Iterator[Tell]:
    """A bar on a terminal, lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda what, done=None: click.echo(what if done is None else f"{what}: {done:,} of {total:,}", err=True)
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Making the world", total=total)
        yield lambda what, done=None: progress.update(
            task, description=what, completed=done or 0, total=total if done else None
        )
