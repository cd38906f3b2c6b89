"""Members, as others see them, and the link that makes one active."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.accounts import sign_up
from app.accounts.links import UsedLink
from app.api import throttles
from app.extensions import db

users = APIBlueprint("users", __name__, tag="Accounts", url_prefix="/v1/users")


@users.put("/activate/<token>")
@throttles.activations
@users.output({}, status_code=204)
def activate(token: str) -> tuple[str, int]:
    """Open the link in an activation mail

    Opened again, it answers the same.
    """
    try:
        sign_up.activate(db.session(), token, datetime.now(UTC))
    except UsedLink:
        return "", 204
    db.session.commit()
    return "", 204
