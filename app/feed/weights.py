"""Every number that a deck is made with, in one place; docs/for-you.md tells what each does. Pure."""

from enum import IntEnum
from typing import Any

import numpy as np


class Act(IntEnum):
    """What a member did with a video."""

    LIKE = 0
    SAVE = 1
    COMPLETE = 2
    PLAY = 3
    VIEW = 4
    POST = 5
    MORE = 6
    LESS = 7


ACTS = {
    Act.LIKE: 3.0,
    Act.SAVE: 3.0,
    Act.COMPLETE: 2.0,
    Act.PLAY: 1.0,
    Act.VIEW: 0.5,
    Act.POST: 2.0,
    Act.MORE: 4.0,
    Act.LESS: -4.0,
}
"""How much each counts on its day."""
ENJOYED = {Act.LIKE, Act.SAVE, Act.COMPLETE, Act.MORE}
"""The acts after which a video may stand in the sentence "Because of …"."""
HALF_LIFE_DAYS = 30.0
LASTING = 0.1
"""The part of an act's weight that does not fade."""


def decayed(weight: Any, age_days: Any) -> Any:
    """What acts of some days ago count, given how much they count on their day."""
    fading = 0.5 ** (np.maximum(age_days, 0) / HALF_LIFE_DAYS)
    return weight * (LASTING + (1 - LASTING) * fading)


FACTORS, REGULARIZATION, CONFIDENCE, ITERATIONS = 64, 0.05, 10.0, 8
"""Of implicit ALS; CONFIDENCE is what a weight of 1 adds to the confidence of 1 that all pairs have."""
NEIGHBOURS, K1, B = 50, 1.2, 0.5
"""Videos beside each that are remembered, and the constants of BM25 by which they are compared."""
SAMPLE_EVENTS = 6_000_000
"""Factors and neighbours are learnt from so many events at most, of some members with all they did."""
MOST_OF_MEMBER = 500
"""Newest events of a member that are learnt from."""
COLUMNS = 50_000
"""Videos that are learnt at most, those chosen most of late."""
FROM_FACTORS, FROM_NEIGHBOURS, ANCHORS = 300, 200, 40
"""Candidates of a member from each, and how many of the member's videos are asked for their neighbours."""

RANK_OFFSET = 20
"""k of reciprocal rank fusion: a place counts weight / (k + rank)."""
TASTE, SIMILAR, POPULAR = 1.0, 1.0, 0.5
FOLLOWED, CHANNEL, RISING_HOME, RISING_LANGUAGE = 0.6, 0.5, 0.6, 0.3
"""Weights of the sources in the fusion."""
EVIDENCE = 10.0
"""Sum of a member's weights at which what is learnt of them counts half."""
PINNED, FROZEN_AT_MOST = 1.6, 4.0
"""A score is multiplied by PINNED for a pinned interest; for a frozen one by (EVIDENCE + its weight) / (EVIDENCE + what
is learnt of it now), at most FROZEN_AT_MOST and at least one part of so many."""

FOLLOWED_DAYS, ACTS_OF_FOLLOWED = 30, 10
CHANNELS_OF_MEMBER, VIDEOS_OF_CHANNEL, CHANNEL_ACTS = 5, 10, 2
"""A channel counts as often chosen after CHANNEL_ACTS of its videos."""
NEW_DAYS, NEW_TRIED, NEW_VIDEOS, NEW_EACH = 14, 25, 500, 10
"""New is a video of NEW_DAYS that fewer than NEW_TRIED members tried; each NEW_EACHth place of a deck is for one."""

CANDIDATES = 400
"""Best candidates of a member that are arranged."""
SCREEN, PER_CHANNEL, PER_CATEGORY = 25, 3, 12
"""In any SCREEN places in a row at most PER_CHANNEL of a channel; of a category PER_CATEGORY if another is near."""
