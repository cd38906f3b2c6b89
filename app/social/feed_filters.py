"""What a feed of posts can be narrowed to, as pages and the JSON interface ask for it."""

from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from app.accounts.forms import refused
from app.search.folding import fold
from app.social.texts import normal_tags, split_tags


def _tags(text: str) -> str:
    return ",".join(normal_tags(split_tags(text)))


def _words(text: str) -> str:
    if not fold(text):
        raise refused("Write a word to look for.")
    return text.strip()


class Filters(BaseModel):
    """Posts with any of the tags, with all of the words, written from `since` on and before `until`."""

    model_config = ConfigDict(extra="forbid")

    tags: Annotated[str, AfterValidator(_tags)] = Field(
        default="",
        max_length=200,
        description="only posts with any of these tags, parted by commas",
        examples=["lanterns"],
    )
    search: Annotated[str, AfterValidator(_words)] | None = Field(
        default=None,
        max_length=200,
        description="only posts with all these words in their title, text or tags, or in longer words there",
        examples=["harbour"],
    )
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None

    @property
    def tag_list(self) -> list[str]:
        """The tags in their normal form."""
        return split_tags(self.tags)

    @property
    def words(self) -> list[str]:
        """The folded words."""
        return fold(self.search or "").split()


NO_FILTERS = Filters()
