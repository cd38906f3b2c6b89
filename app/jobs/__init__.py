"""The tasks, by area. The queue imports this room by its name and calls the tasks by theirs."""

from app.jobs import accounts, feed, mail, queue, search, social, trending

__all__ = ["accounts", "feed", "mail", "queue", "search", "social", "trending"]
