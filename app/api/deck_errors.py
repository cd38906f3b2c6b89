"""What the JSON interface tells of the errors of decks."""

from app.api.account_errors import Told
from app.feed.feedback import MOST_HIDDEN, NoChannel, TooManyHiddenChannels
from app.feed.sheet import MAX_OVERRIDES, TooManyOverrides
from app.feed.store import DeckGone, NoDeck, NoMember

ERRORS: dict[type[Exception], Told] = {
    NoDeck: Told(503, "There is no deck and no chart yet. Try again in a minute.", headers={"Retry-After": "60"}),
    NoMember: Told(404, "There is no member with this id."),
    DeckGone: Told(410, "The deck that this belongs to is no longer kept. Begin again without it."),
    NoChannel: Told(422, "No source has told of which channel this video is.", "video_id"),
    TooManyHiddenChannels: Told(422, f"You hide {MOST_HIDDEN} channels, which is the most. Show one first."),
    TooManyOverrides: Told(
        422, f"You decided about {MAX_OVERRIDES} interests, which is the most. Take one back first.", "interests"
    ),
}
