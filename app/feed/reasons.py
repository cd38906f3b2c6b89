"""Why a video is in a deck: the codes that a deck file holds, what the context of each is, and the sentence. Pure."""

from enum import IntEnum, StrEnum


class About(StrEnum):
    """What the context of a reason is an id of; that of a region is its index in `app.regions.REGIONS`."""

    REGION = "region"
    MEMBER = "member"
    VIDEO = "video"
    CHANNEL = "channel"


class Reason(IntEnum):
    """A reason by its code, which never changes its meaning while decks that hold it are in service.

    CHART stands for none: the video is not in the deck but in the chart that follows it.
    """

    CHART = 0
    RISING_HOME = 1
    RISING_LANGUAGE = 2
    FOLLOWED = 3
    SIMILAR = 4
    TASTE = 5
    CHANNEL = 6
    NEW = 7

    @property
    def code(self) -> str:
        """The name that interfaces give it, such as `rising_home`."""
        return self.name.lower()

    @property
    def about(self) -> About | None:
        """What its context is an id of; None when it has none, and its context is 0."""
        return _ABOUT.get(self)

    def sentence(self, name: str | None = None) -> str:
        """Why, with the name of the context, for a region as it stands inside a sentence.

        Without a name it is the general sentence, which tells nothing of the context: for a reader who must not see
        it, or when it is gone.
        """
        return _GENERAL[self] if name is None or self.about is None else _NAMED[self].format(name)


_ABOUT = {
    Reason.CHART: About.REGION,
    Reason.RISING_HOME: About.REGION,
    Reason.RISING_LANGUAGE: About.REGION,
    Reason.FOLLOWED: About.MEMBER,
    Reason.SIMILAR: About.VIDEO,
    Reason.CHANNEL: About.CHANNEL,
}
_GENERAL = {
    Reason.CHART: "On a list of now",
    Reason.RISING_HOME: "Rising in your home region",
    Reason.RISING_LANGUAGE: "Rising where a language you read is spoken",
    Reason.FOLLOWED: "Somebody you follow likes it or wrote about it",
    Reason.SIMILAR: "Close to a video you liked, saved or watched to the end",
    Reason.TASTE: "Members with a taste like yours watch it",
    Reason.CHANNEL: "From a channel you often choose",
    Reason.NEW: "New, and not yet tried by many",
}
_NAMED = {
    Reason.CHART: "On the list of {}",
    Reason.RISING_HOME: "Rising in {}",
    Reason.RISING_LANGUAGE: "Rising in {}, in a language you read",
    Reason.FOLLOWED: "{}, whom you follow, likes it or wrote about it",
    Reason.SIMILAR: "Because of “{}”",
    Reason.CHANNEL: "From {}, a channel you often choose",
}
