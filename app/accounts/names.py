"""Usernames: their form, and the words that nobody may be called."""

import re

MIN_LENGTH, MAX_LENGTH = 3, 30
PATTERN = rf"^[A-Za-z0-9_]{{{MIN_LENGTH},{MAX_LENGTH}}}$"

_FORM = re.compile(PATTERN.removeprefix("^").removesuffix("$"))

_OF_ADDRESSES = """
    about account accounts activate alert alerts api app apple assets atom auth authentication avatar avatars blog
    bookmarks cdn comment comments compose css deck delete dev docs download edit email explore export exports
    favicon feed feeds files follow follower followers following foryou health help home hot icons images img index
    invite jobs js legal lens like likes live login logout mail me media messages metrics moderation muted new
    notifications oauth oembed openapi password passwords ping post poster posters posts previews privacy profile
    profiles public queue ranking rankings ready region regions register reset robots root rss rules search security
    service session sessions settings signin signout signup sitemap sources static stats status tag tags taste terms
    token tokens top trending user username users v1 v2 verify video videos webhooks wellknown worker www
"""
_OF_AUTHORITY = """
    admin administrator administrators admins anonymous bot everyone guest hostmaster info mod moderator moderators
    mods nobody none noreply null official owner postmaster press staff superuser support sysadmin system team
    undefined unknown upswell upswellapp webmaster
"""
_OF_REGIONS = "austria netherlands norway poland sweden unitedkingdom unitedstates"

RESERVED = frozenset(f"{_OF_ADDRESSES} {_OF_AUTHORITY} {_OF_REGIONS}".split())
"""The words of this site's addresses, now and planned, those who would be taken for us, and the regions."""


def has_form(username: str) -> bool:
    """Whether it is 3 to 30 of the letters A to Z, digits and underscores, which is what the database takes."""
    return _FORM.fullmatch(username) is not None


def is_reserved(username: str) -> bool:
    """Whether it is a reserved word, in any case and with any underscores."""
    return username.casefold().replace("_", "") in RESERVED
