"""Runs `flask videos fetch` and reads what it stored."""

from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ChartEntry, Video

KEY = "AIzaSy-not-a-real-key"


def fetch(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["videos", "fetch", *arguments], catch_exceptions=False)


def ranks(session: Session, region: str = "PL") -> dict[str, int | None]:
    entries = select(Video.source_id, ChartEntry.rank).join(Video, Video.id == ChartEntry.video_id)
    return dict(session.execute(entries.where(ChartEntry.region_code == region).order_by(ChartEntry.rank)).all())
