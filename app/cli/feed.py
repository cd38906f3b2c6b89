"""`flask feed`: build the decks, and measure how good the choice is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import click
from flask import current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.cli.feed_synth import synth
from app.extensions import db
from app.feed import builder, evaluation, snapshots
from app.feed.synthetic_events import World

group = AppGroup("feed", help="Decks: build them, and measure how good the choice is.")
group.add_command(synth)


@group.command()
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of all that is drawn by lot.")
def build(seed: int) -> None:
    """Build the decks of all members and put them into service.

    Until the end nothing changes; killed half-way, it leaves the decks that are in service.
    """
    started = monotonic()
    decks = snapshots.folder_in(current_app.config["SETTINGS"].data_dir)
    try:
        with _progress() as tell:
            built = builder.rebuild(db.session(), decks, datetime.now(UTC), seed, tell)
    except builder.BuildRuns as error:
        raise click.ClickException(str(error))
    seconds = monotonic() - started
    click.echo(f"{built.members:,} decks with {built.items:,} items, {seconds:.1f} s, in {built.folder}")


@group.command()
@click.option(
    "--events", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV: user,item,timestamp."
)
@click.option("--synthetic", is_flag=True, help="Events of made-up members instead of a file.")
@click.option("--users", type=click.IntRange(10), default=6000, show_default=True, help="Made-up members.")
@click.option("--items", type=click.IntRange(100), default=3700, show_default=True, help="What they choose from.")
@click.option("--count", type=click.IntRange(1000), default=1_000_000, show_default=True, help="About how many events.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def evaluate(events: Path | None, synthetic: bool, users: int, items: int, count: int, seed: int) -> None:
    """Learn from the first 80 % of the time, and measure what is found of the rest.

    Timestamps are seconds since 1970. Rows that cannot be read are told by their line, and left out. The choice is
    compared with popularity, item-to-item and plain ALS.
    """
    if (events is None) != synthetic:
        raise click.UsageError("Give either --events FILE.csv or --synthetic.")
    try:
        log = evaluation.read(events, _tell_line) if events else evaluation.made(World(users, items, count, seed))
        split = evaluation.Split.of(log)
    except evaluation.TooFew as error:
        raise click.ClickException(str(error))
    click.echo(
        f"{log.users:,} users, {log.items:,} items, {len(log.days):,} events; "
        f"{len(split.judged):,} users are judged by what they chose in the last fifth of the time"
    )
    table = Table("Method", "recall@20", "ndcg@20", "coverage", "novelty", "x popularity")
    baseline = None
    for name, measured in evaluation.compare(split, seed):
        baseline = baseline or measured
        ratio = f"{measured.recall / baseline.recall:.2f}" if baseline.recall else ""
        values = (measured.recall, measured.ndcg, measured.coverage, measured.novelty)
        table.add_row(name, *(f"{value:.4f}" for value in values), ratio)
    Console(markup=False).print(table)


def _tell_line(line: int, reason: str) -> None:
    click.echo(f"Line {line}: {reason}", err=True)


@contextmanager
def _progress() -> Iterator[builder.Tell]:
    """A bar on a terminal, a line for each thing begun elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        told: set[str] = set()

        def tell(what: str, done: int, total: int) -> None:
            if what not in told:
                told.add(what)
                click.echo(what, err=True)

        yield tell
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("Building decks", total=None)
        yield lambda what, done, total: progress.update(task, description=what, completed=done, total=total or None)
