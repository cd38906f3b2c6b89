"""`flask videos fetch`: take in what is popular on YouTube now."""

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from stamina.instrumentation import set_on_retry_hooks

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
    console = Console(stderr=True)
    set_on_retry_hooks([lambda retry: console.print(f"No answer; trying again in {retry.wait_for:.1f} s")])
    failed = False
    with YouTube(settings.youtube_api_host, settings.youtube_api_key) as source:
        for number, code in enumerate(codes, 1):
            with console.status(f"Fetching {REGIONS[code].in_sentence}, {number} of {len(codes)}"):
                fetched = _fetch_region(source, code)
            click.echo(_line(code, fetched))
            if fetched.failure:
                failed = True
                click.echo(f"{code}: {fetched.failure}", err=True)
            if isinstance(fetched.failure, YouTubeClosed):
                break
    if failed:
        raise click.exceptions.Exit(1)


def _fetch_region(source: YouTube, code: str) -> live.Fetched:
    fetched = live.fetch(db.session(), source, code)
    db.session.commit()
    if fetched.videos:
        lists.renew([code])
    return fetched


def _line(code: str, fetched: live.Fetched) -> str:
    stored = fetched.stored
    videos = "1 video" if fetched.videos == 1 else f"{fetched.videos} videos"
    line = f"{code}  {videos}  ({stored.new} new, {stored.updated} updated, {stored.unchanged} unchanged)"
    reasons = [f"{count} {reason}" for reason, count in sorted(fetched.skipped.items())]
    return f"{line}, skipped: {', '.join(reasons)}" if reasons else line
