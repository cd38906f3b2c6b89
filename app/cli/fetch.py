"""`flask videos fetch`: take in what is popular on YouTube now."""

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import track

from app.extensions import db
from app.models import REGIONS
from app.trending import lists, live
from app.trending.sources.youtube import YouTube
from app.trending.sources.youtube_errors import YouTubeClosed
from config import Settings

ALL = "all"


@click.command()
@click.option("--region", type=click.Choice([*REGIONS, ALL], case_sensitive=False), default=ALL, show_default=True)
@with_appcontext
def fetch(region: str) -> None:
    """Fetch the charts of now from the YouTube Data API (needs YOUTUBE_API_KEY).

    Each region is stored when it is complete; after a failure, what was received is stored and the exit status is 1.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.youtube_api_key is None:
        raise click.UsageError("Set YOUTUBE_API_KEY to a key of the YouTube Data API v3.")
    codes = list(REGIONS) if region == ALL else [region]
    failed = False
    with YouTube(settings.youtube_api_host, settings.youtube_api_key) as source:
        console = Console(stderr=True)
        quiet = len(codes) == 1 or not console.is_terminal
        for code in track(codes, "Fetching", console=console, transient=True, disable=quiet):
            fetched = _fetch_region(source, code)
            failed = failed or fetched.failure is not None
            if isinstance(fetched.failure, YouTubeClosed):
                break
    if failed:
        raise click.exceptions.Exit(1)


def _fetch_region(source: YouTube, code: str) -> live.Fetched:
    fetched = live.fetch(db.session(), source, code)
    db.session.commit()
    if fetched.videos:
        lists.renew([code])
    click.echo(_line(code, fetched))
    if fetched.failure:
        click.echo(f"{code}: {fetched.failure}", err=True)
    return fetched


def _line(code: str, fetched: live.Fetched) -> str:
    stored = fetched.stored
    line = (
        f"{code}  {fetched.videos} videos  ({stored.new} new, {stored.updated} updated, {stored.unchanged} unchanged)"
    )
    reasons = [f"{count} {reason}" for reason, count in sorted(fetched.skipped.items())]
    return f"{line}, skipped: {', '.join(reasons)}" if reasons else line
