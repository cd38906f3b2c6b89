"""How many people watch the videos of one day, hour by hour: pulses that rise, cross borders and fade. Pure numpy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.trending.sources.demo.geography import CROSSINGS, PLACES, REGION_CODES, WORLD, Crossing
from app.trending.sources.demo.publishing import DemoVideo
from app.trending.sources.demo.traits import TRAITS

LIFE_HOURS = 20 * 24
"""Age beyond which a video is in no chart any more."""

RECENT_HOURS = 12
"""A region's chart follows the views of this span."""

FIRST_HOURS = 2
"""No chart takes a video younger than this."""

BATCH_APPEAL = 1.8
"""Videos that a channel publishes together belong to an event, which many watch."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cohort:
    """The videos of one day with their counts, by (video, hour of age), and interest, by (video, region, hour of age).

    Interest orders a region's chart; it is -inf where the video is not yet, or no longer, a candidate.
    The first hour of age ends at the whole hour after `published_hours`, which are hours since the Unix epoch.
    """

    videos: list[DemoVideo]
    published_hours: Counts
    views: Counts
    likes: Counts
    comments: Counts
    interest: NDArray[np.float32]


def simulate(seed: int, day: int, videos: list[DemoVideo]) -> Cohort:
    """Follow the videos of a day through their lives, with chance decided by the seed number and the day."""
    chance = np.random.default_rng([seed, day])
    hours = np.array([int(video.published_at.timestamp()) // 3600 for video in videos], dtype=np.int64)
    rate = _audience(chance, videos) * _pulses(chance, videos) * _daily_cycle(hours)
    worldwide = np.array([video.origin == WORLD for video in videos])
    reach = chance.uniform(1.05, 1.3, len(videos)) + worldwide * chance.uniform(1, 5, len(videos))
    views = np.cumsum(rate.sum(axis=1) * reach[:, None], axis=1)
    traits = [TRAITS[video.genre.category] for video in videos]
    likes = np.array([one.likes_per_view for one in traits]) * chance.lognormal(0, 0.4, len(videos))
    comments = np.array([one.comments_per_view for one in traits]) * chance.lognormal(0, 0.5, len(videos))
    return Cohort(
        videos=videos,
        published_hours=hours,
        views=views.astype(np.int64),
        likes=(views * likes[:, None]).astype(np.int64),
        comments=(views * comments[:, None]).astype(np.int64),
        interest=_interest(chance, rate),
    )


def _audience(chance: np.random.Generator, videos: list[DemoVideo]) -> Floats:
    """Views an hour at the height of each video in each region, (video, region, 1); 0 where it never arrives."""
    appeal = np.array([TRAITS[video.genre.category].appeal for video in videos])
    appeal = appeal * chance.lognormal(0, 0.55, len(videos))
    appeal[[video.genre.batch > 1 for video in videos]] *= BATCH_APPEAL
    crossings = [[_crossing(video.origin, code) for code in REGION_CODES] for video in videos]
    arrives = chance.random((len(videos), len(REGION_CODES))) < [[one.chance for one in row] for row in crossings]
    fit = np.array([[one.appeal for one in row] for row in crossings])
    fit = fit * chance.lognormal(0, 0.3, fit.shape)
    size = np.array([PLACES[code].audience for code in REGION_CODES])
    return np.asarray((appeal[:, None] * arrives * fit * size)[:, :, None])


def _crossing(origin: str, region_code: str) -> Crossing:
    if origin == region_code:
        return Crossing(1, 1, 0)
    return CROSSINGS[origin].get(region_code, Crossing(0, 0, 0))


def _pulses(chance: np.random.Generator, videos: list[DemoVideo]) -> Floats:
    """The rise and fade of each video in each region from 0 to about 1; one in twenty comes back days later."""
    delays = np.array([[_crossing(video.origin, code).delay_hours for code in REGION_CODES] for video in videos])
    delays = delays * chance.gamma(4, 0.25, delays.shape)
    jitter = chance.lognormal(0, 0.2, (len(videos), 2))
    rise, fade = (np.array([TRAITS[video.genre.category][:2] for video in videos]) * jitter).T
    age = np.arange(LIFE_HOURS) + 0.5 - delays[:, :, None]
    first = _pulse(age, rise, fade)
    echoes = np.flatnonzero(chance.random(len(videos)) < 0.05)
    again = age[echoes] - chance.uniform(72, 150, len(echoes))[:, None, None]
    first[echoes] += 0.7 * _pulse(again, rise[echoes], fade[echoes])
    return first


def _pulse(age: Floats, rise: Floats, fade: Floats) -> Floats:
    age = np.maximum(age, 0)
    return np.asarray((1 - np.exp(-age / rise[:, None, None])) * np.exp(-age / fade[:, None, None]))


def _daily_cycle(published_hours: Counts) -> Floats:
    """How busy each region is in each hour of a video's life: most at eight in the evening by its clock."""
    offsets = np.array([PLACES[code].utc_offset for code in REGION_CODES])
    local = published_hours[:, None, None] + offsets[:, None] + np.arange(LIFE_HOURS)
    day = 1 + 0.6 * np.cos((np.arange(24) - 20) / 24 * 2 * np.pi)
    return np.asarray(day[local % 24])


def _interest(chance: np.random.Generator, rate: Floats) -> NDArray[np.float32]:
    """The logarithm of the views of the last hours, with a slow sway and a little noise on it."""
    recent = np.cumsum(rate, axis=2)
    recent[:, :, RECENT_HOURS:] -= recent[:, :, :-RECENT_HOURS].copy()
    age = np.arange(LIFE_HOURS)
    period = chance.uniform(14, 44, (*rate.shape[:2], 1))
    start = chance.uniform(0, 2 * np.pi, period.shape)
    sway = 0.16 * np.sin(age / period * 2 * np.pi + start) + chance.normal(0, 0.025, rate.shape)
    with np.errstate(divide="ignore"):
        interest = np.log(np.maximum(recent, 0)) + sway
    interest[:, :, :FIRST_HOURS] = -np.inf
    interest[recent < 1] = -np.inf
    return np.asarray(interest, dtype=np.float32)
