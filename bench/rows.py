"""Imports a table of 100,000 rows as `bin/flask videos import` does: seconds, and the most memory it held.

`bin/bench rows` makes the table, imports it into a database of its own in a process of its own, and imports it again.
"""

import csv
import os
import resource
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.cli.launch import provided, read_settings
from bench.scratch import scratch

ROWS = 100_000
A_DAY = 200
HEADER = "video_id title publishedAt channelId channelTitle categoryId trending_date tags view_count likes dislikes"
HEADER += " comment_count thumbnail_link comments_disabled ratings_disabled description"


def write_table(path: Path) -> None:
    """500 daily charts of 200 videos, each in the chart for ten days, with descriptions of a usual length."""
    first = date(2024, 1, 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split())
        for number in range(ROWS):
            day, place = divmod(number, A_DAY)
            video = (day // 10) * A_DAY + place
            at, began = first + timedelta(days=day), first + timedelta(days=day // 10 * 10 - 1)
            views = (day % 10 + 1) * 10_000 + place
            told = [f"v{video:010}", f"Zażółć gęślą jaźń {video}", f"{began}T10:00:00.000Z", f"UC{video % 900:022}"]
            told += [f"Channel {video % 900}", 24, at.strftime("%y.%d.%m"), "one|two|three", views, views // 20, 5]
            writer.writerow([*told, views // 200, "https://example.org/x.jpg", False, False, "A line.\n" * 150])


def main() -> None:
    with provided(read_settings(os.environ), shown=False) as (settings, _), scratch(settings) as own:
        environment = {**os.environ, "DATABASE_URL": str(own.database_url), "REDIS_URL": str(own.redis_url)}
        with TemporaryDirectory() as folder:
            table = Path(folder, "PLvideos.csv")
            write_table(table)
            print(f"{ROWS:,} rows, {table.stat().st_size / 1e6:.0f} MB")
            for name in ("first import", "second import"):
                began = perf_counter()
                command = [sys.executable, "-m", "app.cli.run", "videos", "import", str(table)]
                subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
                print(f"{name:<14} {perf_counter() - began:6.1f} s")
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"most memory    {most:6.0f} MB")


if __name__ == "__main__":
    main()
