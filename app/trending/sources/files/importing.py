"""Imports one planned file: reads it once to learn what it holds, then again to store it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import REGIONS, Capture
from app.trending.captures import Stored, whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation
from app.trending.sources.files import titles
from app.trending.sources.files.line import Advance, Line
from app.trending.sources.files.planning import ChartFile, Plan, TitleFile
from app.trending.sources.files.report import Report

Reject = Callable[[int, str, list[str]], None]
"""Told the line, the reason and the fields of each rejected row."""

_Key = tuple[str, datetime, str]


def import_file(session: Session, plan: Plan, advance: Advance, reject: Reject) -> Report:
    """Store a file's observations, or titles, and what follows from them; nothing is committed.

    After committing, the caller renews the cached lists of `Report.touched`. `advance` is told the bytes of both
    readings, twice the file's size.
    """
    report = Report(str(plan.path), plan.what, plan.unit, notes=list(plan.notes))
    if isinstance(plan, TitleFile):
        _import_titles(session, plan, advance, reject, report)
    else:
        _import_chart(session, plan, advance, reject, report)
    return report


def _import_titles(session: Session, plan: TitleFile, advance: Advance, reject: Reject, report: Report) -> None:
    latest: dict[int | str, str] = {}
    for line in plan.lines(advance):
        _count(line, report, reject)
        latest.update(line.values)
    stored = titles.store(session, plan.of, list(latest.items()))
    _add(report, stored, len(latest))
    if stored.new or stored.updated:
        report.touched.update(REGIONS)  # any list may show them


def _import_chart(session: Session, plan: ChartFile, advance: Advance, reject: Reject, report: Report) -> None:
    last_of: dict[_Key, int] = {}
    number = 0
    for line in plan.lines(advance):
        _count(line, report, reject)
        for one in line.values:
            last_of[_key(one)] = number
            report.span(one.region_code, one.captured_at)
            number += 1
    if not last_of:
        return
    demo = _demo_regions(session)
    stored = take_in(session, plan.source, _last_ones(plan.lines(advance), last_of))
    _add(report, stored, len(last_of))
    report.touched.update(stored.changed)
    gone = demo - _demo_regions(session)
    if gone:
        report.touched.update(gone)
        report.notes.append(f"the demo data of {', '.join(sorted(gone))} was replaced")


def _count(line: Line[Any], report: Report, reject: Reject) -> None:
    report.rows += 1
    report.told += len(line.values)
    report.repaired += line.repaired
    if line.reason:
        report.reject(line.reason, line.number)
        reject(line.number, line.reason, list(line.raw))


def _last_ones(lines: Iterator[Line[Observation]], last_of: dict[_Key, int]) -> Iterator[Observation]:
    """Of the observations of one region, hour and video the last, so that each is stored, and counted, once."""
    number = 0
    for line in lines:
        for one in line.values:
            if last_of[_key(one)] == number:
                yield one
            number += 1


def _key(one: Observation) -> _Key:
    return one.region_code, whole_hour(one.captured_at), one.source_id


def _add(report: Report, stored: Stored, distinct: int) -> None:
    report.new, report.updated, report.unchanged = stored.new, stored.updated, stored.unchanged
    report.repeated = report.told - distinct


def _demo_regions(session: Session) -> set[str]:
    return set(session.scalars(select(Capture.region_code).where(Capture.source == "demo").distinct()))
