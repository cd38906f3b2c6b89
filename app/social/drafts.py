"""What members fill in to write: posts, comments, and changes of them, for pages and JSON alike."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic import field_validator as validator

from app.accounts.forms import refused
from app.models import REGIONS
from app.models.comment import MAX_COMMENT
from app.models.post import MAX_CONTENT, MAX_TITLE
from app.social.texts import Tags, line, paragraphs, split_tags

MAX_REASON = 500
"""Characters of a reason."""

_EXACT = ConfigDict(extra="forbid")


def _region(text: str) -> str:
    code = text.upper()
    if code not in REGIONS:
        raise refused(f"There is no such region. The regions are {', '.join(REGIONS)}.")
    return code


# Limits stand in json_schema_extra: as pydantic's own they would be counted before NFC, and answer in its words.
Title = Annotated[
    str,
    line(MAX_TITLE),
    Field(examples=["Lanterns over the harbour"], json_schema_extra={"minLength": 1, "maxLength": MAX_TITLE}),
]
Content = Annotated[
    str,
    paragraphs(MAX_CONTENT),
    Field(
        description="Markdown",
        examples=["They rise **every** autumn."],
        json_schema_extra={"minLength": 1, "maxLength": MAX_CONTENT},
    ),
]
CommentContent = Annotated[
    str,
    paragraphs(MAX_COMMENT),
    Field(
        description="Markdown", examples=["I was there."], json_schema_extra={"minLength": 1, "maxLength": MAX_COMMENT}
    ),
]
Reason = Annotated[
    str,
    line(MAX_REASON),
    Field(
        description="why somebody else's is changed or removed; its author sees it",
        examples=["It gives a home address."],
        json_schema_extra={"minLength": 1, "maxLength": MAX_REASON},
    ),
]
VideoId = Annotated[
    str,
    Field(description="the source's id of the video it is about", json_schema_extra={"maxLength": 64}),
]
RegionCode = Annotated[
    str,
    AfterValidator(_region),
    Field(description="code of the region it is about, in any case", examples=["PL"]),
]
Version = Annotated[int, Field(ge=1, lt=2**31, description="the version that was read", examples=[1])]


class PostDraft(BaseModel):
    """A new post."""

    model_config = _EXACT

    title: Title
    content: Content
    tags: Tags = []
    video_id: VideoId | None = None
    region: RegionCode | None = None


class PostChanges(BaseModel):
    """The fields of a post that are to change; a null `video_id` or `region` takes it away."""

    model_config = _EXACT

    title: Title = Field(default_factory=str)
    content: Content = Field(default_factory=str)
    tags: Tags = Field(default_factory=list)
    video_id: VideoId | None = None
    region: RegionCode | None = None

    @model_validator(mode="after")
    def _some(self) -> "PostChanges":
        if not self.model_fields_set & PostDraft.model_fields.keys():
            raise refused("Send at least one field to change.")
        return self


class PostForm(PostDraft):
    """A new post as a form sends it: its tags are one text, parted by commas."""

    @validator("tags", mode="before")
    @classmethod
    def _split(cls, tags: Any) -> Any:
        return split_tags(tags) if isinstance(tags, str) else tags


class PostEditForm(PostForm):
    """A whole post as it is to be, with the version that was read; a moderator of another's states a reason."""

    version: Version
    reason: Reason | None = None

    @property
    def changes(self) -> PostChanges:
        """All the fields of the post."""
        return PostChanges.model_validate({name: getattr(self, name) for name in PostDraft.model_fields})


class CommentDraft(BaseModel):
    """A new comment, or a reply to one."""

    model_config = _EXACT

    content: CommentContent
    reply_to_id: Annotated[str, Field(description="id of the comment that it answers", examples=["7"])] | None = None


class CommentChanges(BaseModel):
    """What a comment is to say."""

    model_config = _EXACT

    content: CommentContent


class Removal(BaseModel):
    """Why an admin removes what somebody else wrote; authors need none."""

    model_config = _EXACT

    reason: Reason | None = None
