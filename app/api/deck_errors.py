"""What the JSON interface tells of the errors of decks."""

from app.api.account_errors import Told
from app.feed.store import NoDeck

ERRORS: dict[type[Exception], Told] = {
    NoDeck: Told(503, "There is no deck and no chart yet. Try again in a minute.", headers={"Retry-After": "60"}),
}
