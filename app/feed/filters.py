"""What members do not want in their decks, and what they want first. Pure."""

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.feed import weights
from app.feed.collaborative import counted
from app.feed.population import Catalogue, Ids, Members, Override, Pairs, Text, canonical_language
from app.feed.ranking import Candidates
from app.search.folding import tag_token

Mask = NDArray[np.bool_]
Texts = Callable[[Ids], dict[int, Text]]


def wanted(candidates: Candidates, block: Members, catalogue: Catalogue) -> Candidates:
    """Without what the members know, did not want, or hid with its channel."""
    in_deck = ~_among(candidates.rows, candidates.videos, block.left_out)
    in_deck &= ~_among(candidates.rows, catalogue.channels[candidates.videos], block.hidden_channels)
    return candidates.where(in_deck)


def by_interests(candidates: Candidates, block: Members, catalogue: Catalogue, texts: Texts) -> Candidates:
    """Without deleted interests and muted words; pinned and frozen interests change scores.

    `candidates` are in order of row.
    """
    overrides: dict[int, list[Override]] = {}
    for one in block.overrides:
        overrides.setdefault(one.row, []).append(one)
    rows = sorted(block.muted.keys() | overrides.keys())
    spans = {row: slice(*np.searchsorted(candidates.rows, [row, row + 1])) for row in rows}
    known = {row: block.acts.where(block.acts.members == row) for row in overrides}
    asked = [row for row in rows if row in block.muted or any(one.kind == "tag" for one in overrides[row])]
    looked_at = [candidates.videos[spans[row]] for row in asked] + [known[row].videos for row in asked if row in known]
    read = _read(looked_at, catalogue, texts)
    kept, scores = np.ones(len(candidates), np.bool_), candidates.scores.copy()
    for row in rows:
        videos, span = candidates.videos[spans[row]], spans[row]
        if row in block.muted:
            pattern = re.compile(block.muted[row])
            kept[span] &= [not pattern.search(read[video_id].words) for video_id in catalogue.ids[videos].tolist()]
        for one in overrides.get(row, ()):
            carries = _carries(one, videos, catalogue, read)
            if one.state == "deleted":
                kept[span] &= ~carries
            else:
                learnt = counted(known[row])[_carries(one, known[row].videos, catalogue, read)].sum()
                scores[span] *= np.where(carries, _factor(one, learnt), 1.0)
    return candidates.scored(scores).where(kept)


def _among(rows: Ids, others: Ids, pairs: Pairs) -> Mask:
    """Which of parallel rows and others are one of the pairs."""
    width = 1 + max(others.max(initial=0), pairs.others.max(initial=0))
    return np.isin(rows * width + others, pairs.rows * width + pairs.others)


def _read(videos: list[Ids], catalogue: Catalogue, texts: Texts) -> dict[int, Text]:
    return texts(catalogue.ids[np.unique(np.concatenate(videos))]) if videos else {}


def _carries(one: Override, videos: Ids, catalogue: Catalogue, read: dict[int, Text]) -> Mask:
    match one.kind:
        case "category":
            return np.equal(catalogue.categories[videos], int(one.key))
        case "channel":
            return np.equal(catalogue.channels[videos], int(one.key))
        case "language":
            codes, code = catalogue.language_codes, canonical_language(one.key)
            return np.equal(catalogue.languages[videos], codes.index(code) if code in codes else -1)
    tag = tag_token(one.key)
    return np.array([tag in read[video_id].tags for video_id in catalogue.ids[videos].tolist()], np.bool_)


def _factor(one: Override, learnt: float) -> float:
    """A frozen interest holds the weight it had, so it is raised by what has faded since and lowered by what came."""
    if one.state == "pinned":
        return weights.PINNED
    held = (weights.EVIDENCE + (one.weight or 0.0)) / max(1.0, weights.EVIDENCE + learnt)
    return float(np.clip(held, 1 / weights.FROZEN_AT_MOST, weights.FROZEN_AT_MOST))
