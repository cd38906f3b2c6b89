"""What a person is told, and beside which field, of the errors that what they typed can lead to."""

from app.accounts.logins import BadCredentials, NotActivated, WrongSecondFactor
from app.accounts.passwords import WeakPassword, WrongPassword
from app.accounts.second_factor import WrongCode
from app.accounts.sign_up import UsernameTaken

_TOLD: dict[type[Exception], tuple[str, str]] = {
    UsernameTaken: ("username", "This username is taken. Choose another."),
    BadCredentials: ("", "No account has this name or address with this password. Check both, then try again."),
    NotActivated: ("", "This account is not active yet. Open the link in the activation mail, or ask for another."),
    WrongSecondFactor: ("code", "This code is wrong or was used before. Wait for the next one, then type it here."),
    WrongPassword: ("password", "This is not your password."),
    WrongCode: ("code", "This code is wrong or was used before. Type the one that the app shows now."),
}


def told(error: Exception) -> dict[str, list[str]] | None:
    """Messages by field, as `Form.submit` takes them; None for an error that is no refusal."""
    if isinstance(error, WeakPassword):
        return {"new_password": error.weaknesses}
    if type(error) not in _TOLD:
        return None
    field, message = _TOLD[type(error)]
    return {field: [message]}
