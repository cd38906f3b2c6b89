"""The cast, who write and read."""

from tests.cast import adam, alice, bob, mia

__all__ = ["adam", "alice", "bob", "mia"]
