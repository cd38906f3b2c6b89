"""What the JSON interface tells of the errors of people and of what they write."""

from app.api.account_errors import Told
from app.social.following import UnknownRequest
from app.social.members import OnlyOthers, UnknownMember
from app.social.muted_words import MAX_WORDS, AlreadyMuted, TooManyMutedWords, UnknownMutedWord

ERRORS: dict[type[Exception], Told] = {
    UnknownMember: Told(404),
    UnknownRequest: Told(404),
    OnlyOthers: Told(422),
    UnknownMutedWord: Told(404, "You have no such muted word."),
    AlreadyMuted: Told(409, "You have muted this word already, if in another spelling.", "phrase"),
    TooManyMutedWords: Told(422, f"You have {MAX_WORDS} muted words, which is the most. Remove one first."),
}
