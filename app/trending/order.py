"""The order of a ranking: by score, but near-ties keep the order they had, so that ranks do not flicker. Pure."""

from collections.abc import Mapping, Sequence

MARGIN = 0.5
"""A video passes one that it stood below only when its score is more than this many points higher."""


def settle(scores: Mapping[int, float], earlier: Sequence[int]) -> list[int]:
    """The videos of `scores` in order of rank, given the `earlier` ranking's order.

    Videos that were ranked before pass each other by more than MARGIN; a video that enters takes the place its score
    gives it, and of equal ones the first in `scores` comes first. So no video stands directly below another whose
    score it exceeds by more than MARGIN.
    """
    stayed = [video for video in earlier if video in scores]
    settled = list(stayed)
    for number in range(1, len(settled)):
        _rise(settled, number, scores, MARGIN)
    known = set(stayed)
    entered = sorted((video for video in scores if video not in known), key=lambda video: -scores[video])
    for video in entered:
        settled.append(video)
        _rise(settled, len(settled) - 1, scores, 0.0)
    return settled


def _rise(order: list[int], place: int, scores: Mapping[int, float], margin: float) -> None:
    """Move the video at `place` up past each one that it exceeds by more than `margin`."""
    video = order[place]
    while place and scores[video] > scores[order[place - 1]] + margin:
        order[place] = order[place - 1]
        place -= 1
    order[place] = video
