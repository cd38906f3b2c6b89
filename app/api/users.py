"""Members, as others see them, their followers and whom they follow, and the link that makes one active."""

from datetime import UTC, datetime

from apiflask import APIBlueprint

from app.accounts import sign_up
from app.accounts.links import UsedLink
from app.api import throttles
from app.api.identity import keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.queries import query
from app.api.schemas.people import MemberAnswer, MemberList
from app.extensions import db
from app.social import members
from app.social.ids import parse_id
from app.social.members import Listed
from app.social.paging import Page, Window

Answer = tuple[MemberList, int, dict[str, str]]

users = APIBlueprint("users", __name__, tag="People", url_prefix="/v1/users")
users.after_request(keep_apart)


def named(user_id: str) -> int | str:
    """How the last part of an address names a member: by id when it is a number, else by username."""
    number = parse_id(user_id)
    return user_id if number is None else number


@users.get("")
@query(users, WindowQuery)
@users.output(MemberList)
@users.doc(responses=LINKED)
def index(query: WindowQuery) -> Answer:
    """Members, the newest first"""
    window = query.window()
    return _answer(members.listed(db.session(), reading(), window), window)


@users.get("/<user_id>")
@users.output(MemberAnswer)
def show(user_id: str) -> MemberAnswer:
    """A member

    A name of digits alone is taken for an id.
    """
    return MemberAnswer.of(members.find(db.session(), reading(), named(user_id)), reading())


@users.get("/<user_id>/followers")
@query(users, WindowQuery)
@users.output(MemberList)
@users.doc(responses=LINKED)
def followers(user_id: str, query: WindowQuery) -> Answer:
    """Who follows a member, the newest first

    Of a private member only followers see any.
    """
    window, seen = query.window(), members.find(db.session(), reading(), named(user_id))
    return _answer(members.followers(db.session(), reading(), seen.user, window), window)


@users.get("/<user_id>/following")
@query(users, WindowQuery)
@users.output(MemberList)
@users.doc(responses=LINKED)
def following(user_id: str, query: WindowQuery) -> Answer:
    """Whom a member follows, the newest first

    Of a private member only followers see any.
    """
    window, seen = query.window(), members.find(db.session(), reading(), named(user_id))
    return _answer(members.following(db.session(), reading(), seen.user, window), window)


@users.put("/activate/<token>")
@throttles.activations
@users.output({}, status_code=204)
@users.doc(tags=["Accounts"])
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


def _answer(page: Page[Listed], window: Window) -> Answer:
    listed = MemberList.of((one.member for one in page.rows), reading())
    return listed, 200, links(page, window, lambda one: one.id)
