"""The public lists as Atom feeds: each entry tells what happened once, and keeps its id as long as it is told."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import REGIONS
from app.search.query import parse
from app.search.results import most_viewed
from app.trending import charts, events, lens, lists, snapshots, videos
from app.trending.events import Run
from app.trending.facts import VideoFacts
from app.trending.lens import Crossing
from app.web import feeds, requested
from app.web.ages import clock, is_stale, lag
from app.web.feeds import Entry, Feed, moment, tag
from app.web.regions import rising_in

MOST_ENTRIES = 50

blueprint = Blueprint("atom", __name__)


@blueprint.get("/trending/<region>.atom")
def chart(region: str) -> Response:
    """The videos of a region's list, the last that entered it first."""
    code = lists.region_code(region)
    if region != code:
        return redirect(url_for(".chart", region=code) + requested.query(), 301)
    category, (ranked, _) = requested.category(), lists.current(code)
    is_past = ranked.captured_at is not None and is_stale(ranked.captured_at)
    return feeds.answer(
        Feed(
            tag("trending", code, *(() if category is None else ("category", str(category)))),
            f"{rising_in(code, is_past)} {REGIONS[code].name}",
            f"Videos that entered the list of {REGIONS[code].in_sentence}, the latest first",
            url_for(".chart", region=code, category=category, _external=True),
            url_for("trending.index", region=code, category=category, _external=True),
            _latest(_of_list(code, entry) for entry in charts.of_category(ranked.entries, category)),
            ranked.captured_at,
        )
    )


@blueprint.get("/lens.atom")
def crossings() -> Response:
    """The videos of the border lens that came into a further region, the latest first."""
    ranked = snapshots.current(REGIONS)
    arrived = (_of_crossing(row.video, step) for row in lens.rows(ranked) for step in row.crossings)
    return feeds.answer(
        Feed(
            tag("lens"),
            "Across the borders",
            "Videos that rose in one region and arrived in another, the latest first",
            url_for(".crossings", _external=True),
            url_for("lens.index", _external=True),
            _latest(arrived),
            max((one.captured_at for one in ranked.values() if one.captured_at), default=None),
        )
    )


@blueprint.get("/videos/<video_id>.atom")
def video(video_id: str) -> Response:
    """What happened to a video in the lists of the last 30 days."""
    facts = videos.detail(db.session(), video_id).facts
    happened = (entry for run in events.runs(db.session(), video_id) for entry in _of_run(facts, run))
    return feeds.answer(
        Feed(
            tag("videos", video_id),
            facts.title,
            "When this video entered the list of a region, and when it stood highest there",
            url_for(".video", video_id=video_id, _external=True),
            _page_of(facts),
            _latest(happened),
        )
    )


@blueprint.get("/search.atom")
def search() -> Response:
    """What a search finds, the last published first."""
    words, region = requested.words(), requested.region()
    if not words:
        abort(400, "A feed of a search needs words, such as ?q=goals.")
    query = parse(words)
    found = most_viewed(db.session(), replace(query, regions=[region]) if region else query, MOST_ENTRIES)
    where = f", in {REGIONS[region].in_sentence} now" if region else ""
    return feeds.answer(
        Feed(
            tag("search", *((region,) if region else ())) + "?" + urlencode({"q": words}),
            f"“{words}” in titles",
            f"The most viewed videos with “{words}” in the title{where}",
            url_for(".search", q=words, region=region, _external=True),
            url_for("search.index", q=words, region=region, _external=True),
            _latest(_of_search(one) for one in found),
        )
    )


def _latest(entries: Iterable[Entry]) -> list[Entry]:
    """The latest entries; those of one time stay in their order."""
    return sorted(entries, key=lambda entry: entry.happened_at, reverse=True)[:MOST_ENTRIES]


def _of_list(code: str, entry: lists.Entry) -> Entry:
    told = f"Number {entry.rank} in {REGIONS[code].in_sentence}, in the list since {clock(entry.entered_at)}."
    return _entry("trending", code, entry.video, entry.entered_at, entry.video.title, told)


def _of_crossing(video: VideoFacts, step: Crossing) -> Entry:
    name, origin = REGIONS[step.region_code].in_sentence, REGIONS[step.from_code].in_sentence
    told = f"It entered the list of {name} {lag(step.after)} after that of {origin}."
    return _entry("lens", step.region_code, video, step.entered_at, f"{video.title}: arrived in {name}", told)


def _of_run(video: VideoFacts, run: Run) -> Iterator[Entry]:
    """That a run began, and that it rose to its best place since. A better one later is another event."""
    name = REGIONS[run.region_code].in_sentence
    told = f"It entered the list of {name} at {clock(run.entered_at)}."
    yield _entry("entered", run.region_code, video, run.entered_at, f"Entered the list of {name}", told)
    if run.best_at > run.entered_at:
        told = f"Number {run.best_rank} is its highest place in {name} since {clock(run.entered_at)}."
        entry = _entry("peaked", run.region_code, video, run.entered_at, f"Number {run.best_rank} in {name}", told)
        entry.id, entry.happened_at = f"{entry.id}/{run.best_rank}", run.best_at
        yield entry


def _entry(kind: str, code: str, video: VideoFacts, entered_at: datetime, title: str, summary: str) -> Entry:
    """An entry about the run of a video in a region's list that began at `entered_at`."""
    return Entry(
        tag(kind, code, video.id, moment(entered_at)),
        title,
        _page_of(video),
        entered_at,
        summary,
        video.channel_title,
        video.category,
    )


def _of_search(video: VideoFacts) -> Entry:
    now = "in no list" if not video.regions else f"in the lists of {', '.join(video.regions)}"
    return Entry(
        tag("found", video.id),
        video.title,
        _page_of(video),
        video.published_at or video.counted_at,
        f"Now {now}.",
        video.channel_title,
        video.category,
    )


def _page_of(video: VideoFacts) -> str:
    return url_for("videos.show", video_id=video.id, _external=True)
