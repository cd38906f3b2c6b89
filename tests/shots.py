"""Takes the screenshots of docs/shots: the main pages of a demo world, narrow and wide, by day and by night."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from threading import Thread

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.cli.launch import progress, provided, read_settings
from app.extensions import db
from app.trending import lists
from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.lists import Entry
from app.trending.sources.demo import DemoSource, world
from bench.scratch import scratch
from config import ROOT, Settings
from tests import chromium

FOLDER = ROOT / "docs" / "shots"
SEED, DAYS = 1, 8
MOST_BYTES = 60_000
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS = {360: 740, 1440: 900}


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with provided(read_settings(os.environ), shown=True) as (settings, _), site(settings) as address:
        pages = shown(lists.current("PL")[0].entries)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=CHROMIUM_OPTIONS)
            for name, path in pages.items():
                with progress(name, shown=True):
                    shoot(browser, name, address + path)
            browser.close()


@contextmanager
def site(settings: Settings) -> Iterator[str]:
    """The address of a site with some days of the demo world, in a database of its own."""
    with scratch(settings) as own:
        app = create_app(own)
        with app.app_context():
            take_in(db.session(), DemoSource(), world(SEED, whole_hour(datetime.now(UTC)), DAYS))
            db.session.commit()
            lists.renew(list(lists.REGIONS))
            server = make_server("127.0.0.1", 0, app, threaded=True)
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.port}"
            server.shutdown()
            db.session.remove()
            db.engine.dispose()


def shown(entries: list[Entry]) -> dict[str, str]:
    """The pages to show, by the names of their pictures; the video is the most travelled of the first ten."""
    video = max(entries[:10], key=lambda one: len(one.video.regions)).video.id
    return {
        "trending": "/trending/PL",
        "lens": "/lens",
        "compare": "/lens?compare=PL,NO",
        "video": f"/videos/{video}",
        "receipt": f"/videos/{video}/receipts/PL",
        "search": "/search?q=live",
    }


def shoot(browser: Browser, name: str, url: str) -> None:
    """A page at each width in each theme, as `<name>-<width>-<theme>.png`."""
    for theme in ("light", "dark"):
        for width, height in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = context.new_page()
            page.goto(url, wait_until="networkidle")
            taken = page.screenshot()
            context.close()
            (FOLDER / f"{name}-{width}-{theme}.png").write_bytes(small(taken))


def small(picture: bytes) -> bytes:
    """The picture in the most colours, 128 at most, with which it is no larger than `MOST_BYTES`."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (128, 64, 32, 16):
        packed = BytesIO()
        image.quantize(colours, kmeans=3, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST_BYTES:
            break
    return packed.getvalue()


if __name__ == "__main__":
    main()
