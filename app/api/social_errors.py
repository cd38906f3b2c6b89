"""What the JSON interface tells of the errors of people and of what they write."""

from app.api.account_errors import Told
from app.social.following import UnknownRequest
from app.social.members import OnlyOthers, UnknownMember

ERRORS: dict[type[Exception], Told] = {
    UnknownMember: Told(404),
    UnknownRequest: Told(404),
    OnlyOthers: Told(422),
}
