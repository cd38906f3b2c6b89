"""Sign-up, and tokens: given for a login, traded, taken back."""

from datetime import UTC, datetime

from apiflask import APIBlueprint
from flask import Response, request

from app.accounts import access, access_tokens, logins, sessions, sign_up
from app.accounts.access_tokens import ReusedToken
from app.accounts.forms import Login, SignUp
from app.api import throttles
from app.api.identity import identity
from app.api.schemas.accounts import NewAccount, Refresh, TokenAnswer
from app.extensions import db

authentication = APIBlueprint("authentication", __name__, tag="Accounts", url_prefix="/v1/authentication")


@authentication.after_request
def never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@authentication.post("/user")
@throttles.sign_ups
@authentication.input(SignUp, arg_name="form")
@authentication.output(NewAccount, status_code=201)
@authentication.doc(responses=[409])
def sign_up_user(form: SignUp) -> NewAccount:
    """Make an account

    It becomes active by the link in a mail. For an address that has an account the answer is the same; its owner
    gets a mail that says so.
    """
    sign_up.register(db.session(), form, datetime.now(UTC))
    db.session.commit()
    return NewAccount.of(form.username)


@authentication.post("/token")
@throttles.logins
@authentication.input(Login, arg_name="form")
@authentication.output(TokenAnswer, status_code=201)
@authentication.doc(responses=[401])
def create(form: Login) -> TokenAnswer:
    """Log in

    Tried often in vain from one address, or from many at one account, it answers 429 for a while; the networks that
    the account's owner logged in from are spared the latter.
    """
    now = datetime.now(UTC)
    user = logins.authenticate(db.session(), form.login, form.password, form.otp, now)
    device = sessions.device_of(request.headers.get("User-Agent", ""))
    tokens = access_tokens.issue(db.session(), user, device, request.remote_addr or "", now)
    db.session.commit()
    return TokenAnswer.of(tokens)


@authentication.put("/token")
@throttles.rotations
@authentication.input(Refresh, arg_name="form")
@authentication.output(TokenAnswer)
@authentication.doc(responses=[401, 409])
def update(form: Refresh) -> TokenAnswer:
    """Trade a refresh token for the next tokens

    A refresh token is good once. Used a second time it ends its session and all its tokens, for then somebody has
    copied it. Two requests that use it at the same moment do not: one is answered 409.
    """
    try:
        tokens = access_tokens.rotate(db.session(), form.refresh_token, datetime.now(UTC))
    except ReusedToken:
        db.session.commit()
        raise
    db.session.commit()
    return TokenAnswer.of(tokens)


@authentication.delete("/token")
@authentication.output({}, status_code=204)
@authentication.doc(security="bearer")
def destroy() -> tuple[str, int]:
    """Log out: end the session of the access token"""
    viewer, session_id = access.member(identity()), identity().session_id
    if session_id is not None:
        sessions.revoke(db.session(), viewer.id, session_id, datetime.now(UTC))
        db.session.commit()
    return "", 204
