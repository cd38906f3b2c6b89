"""The pages of the deck: it, what is said of its items, and what its member watches."""

from app.web.for_you import beginning, deck, feedback, watches

BLUEPRINTS = (deck.blueprint, beginning.blueprint, feedback.blueprint, watches.blueprint)
