"""`flask feed synth`: a deck file of any size, for measurements."""

from datetime import UTC, datetime
from time import monotonic

import click
from flask import current_app
from rich.console import Console
from rich.progress import track

from app.feed import deck_file, snapshots
from app.feed import synth as made_up


@click.command()
@click.option("--users", type=click.IntRange(0, 50_000_000), default=5_000_000, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
def synth(users: int, seed: int) -> None:
    """Write full decks of made-up videos for the users 1 to USERS, and put them into service.

    Five million take about 5 GB below DATA_DIR. The next build of real decks replaces them.
    """
    began = monotonic()
    decks = snapshots.folder_in(current_app.config["SETTINGS"].data_dir)
    steps = -(-users // made_up.BLOCK_USERS)
    console = Console(stderr=True)
    blocks = track(made_up.blocks(users, seed), "Decks", steps, console=console, disable=not console.is_terminal)
    folder = deck_file.write(decks, blocks, made_up.charts(), datetime.now(UTC))
    click.echo(f"{users:,} decks, {monotonic() - began:.1f} s, in {folder}")
