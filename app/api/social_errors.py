"""What the JSON interface tells of the errors of people and of what they write."""

from app.accounts.idempotency import BusyKey, ReusedKey
from app.api.account_errors import Told
from app.api.idempotency import HEADER, BadKey
from app.api.preconditions import BadVersion, StalePost, VersionNeeded
from app.social.commenting import NoSuchReply
from app.social.comments import UnknownComment
from app.social.following import UnknownRequest
from app.social.members import OnlyOthers, UnknownMember
from app.social.muted_words import MAX_WORDS, AlreadyMuted, TooManyMutedWords, UnknownMutedWord
from app.social.posting import NoSuchVideo
from app.social.posts import UnknownPost
from app.social.withdrawal import ReasonNeeded

ERRORS: dict[type[Exception], Told] = {
    UnknownMember: Told(404),
    UnknownRequest: Told(404),
    OnlyOthers: Told(422),
    UnknownMutedWord: Told(404, "You have no such muted word."),
    AlreadyMuted: Told(409, "You have muted this word already, if in another spelling.", "phrase"),
    TooManyMutedWords: Told(422, f"You have {MAX_WORDS} muted words, which is the most. Remove one first."),
    UnknownPost: Told(404, "There is no such post."),
    UnknownComment: Told(404, "There is no such comment."),
    NoSuchVideo: Told(422, "No source has told of a video with this id.", "video_id"),
    NoSuchReply: Told(422, "There is no such comment under this post.", "reply_to_id"),
    ReasonNeeded: Told(422, "State a reason; the author will read it.", "reason"),
    VersionNeeded: Told(428, "Tell which version you edit: as `version`, or with the ETag of the post in `If-Match`."),
    BadVersion: Told(422, field="version"),
    StalePost: Told(409, "The post was edited meanwhile. `current` is how it is now; edit that version."),
    BadKey: Told(422, "A key has 1 to 255 characters of ASCII and no blanks.", HEADER),
    ReusedKey: Told(422, "Another request was made under this key. Choose a new key for it.", HEADER),
    BusyKey: Told(409, "The first request under this key is still running.", HEADER, {"Retry-After": "1"}),
}
