"""Invented members of the demo world: who they are, whom they follow, what they write and like."""

from app.social.demo.members import LOGINS, PASSWORD
from app.social.demo.settling import Settled, settle

__all__ = ["LOGINS", "PASSWORD", "Settled", "settle"]
