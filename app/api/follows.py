"""Following members, and the requests that private members get."""

from apiflask import APIBlueprint
from flask import Response, jsonify

from app.accounts import access
from app.api import throttles
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.queries import query
from app.api.schemas.people import FollowAnswer, LineList
from app.api.users import named
from app.extensions import db
from app.social import following, members

follows = APIBlueprint("follows", __name__, tag="People", url_prefix="/v1")
follows.after_request(keep_apart)


@follows.put("/users/<user_id>/follow")
@throttles.relations("PUT")
@follows.output({}, status_code=204)
@follows.doc(security="bearer", responses={422: "Unprocessable Entity"})
def create(user_id: str) -> tuple[str, int] | Response:
    """Follow a member

    Of a private member you ask for it: 202 with `{"data":{"state":"requested"}}`. Done again it changes nothing.
    """
    viewer = access.member(identity())
    state = following.follow(db.session(), viewer, members.find(db.session(), reading(), named(user_id)).user)
    db.session.commit()
    if state == "following":
        return "", 204
    response: Response = jsonify(FollowAnswer.of(state).model_dump())
    response.status_code = 202
    return response


@follows.put("/users/<user_id>/unfollow")
@throttles.relations("PUT")
@follows.output({}, status_code=204)
@follows.doc(security="bearer")
def destroy(user_id: str) -> tuple[str, int]:
    """Follow a member no longer, or ask them for it no longer

    Done again it changes nothing.
    """
    viewer = access.member(identity())
    following.unfollow(db.session(), viewer, members.find(db.session(), reading(), named(user_id)).user)
    db.session.commit()
    return "", 204


@follows.delete("/me/followers/<user_id>")
@throttles.relations("DELETE")
@follows.output({}, status_code=204)
@follows.doc(security="bearer")
def remove_follower(user_id: str) -> tuple[str, int]:
    """Have a member follow you no longer

    They are not told. Done again it changes nothing.
    """
    viewer = access.member(identity())
    following.remove_follower(db.session(), viewer, members.find(db.session(), reading(), named(user_id)).user)
    db.session.commit()
    return "", 204


@follows.get("/me/follow-requests")
@query(follows, WindowQuery)
@follows.output(LineList)
@follows.doc(security="bearer", responses=LINKED)
def requests_index(query: WindowQuery) -> tuple[LineList, int, dict[str, str]]:
    """Who waits for your approval, the newest first"""
    access.member(identity())
    window = query.window()
    page = following.requests(db.session(), reading(), window)
    return LineList.of_requests(page.rows), 200, links(page, window, lambda row: row.id)


@follows.put("/me/follow-requests/<user_id>")
@throttles.relations("PUT")
@follows.output({}, status_code=204)
@follows.doc(security="bearer")
def requests_approve(user_id: str) -> tuple[str, int]:
    """Let a member follow you who asked for it"""
    viewer = access.member(identity())
    seen = members.find(db.session(), reading(), named(user_id))
    following.approve(db.session(), viewer, seen.user.id)
    db.session.commit()
    return "", 204


@follows.delete("/me/follow-requests/<user_id>")
@throttles.relations("DELETE")
@follows.output({}, status_code=204)
@follows.doc(security="bearer")
def requests_decline(user_id: str) -> tuple[str, int]:
    """Decline a request to follow you

    The member is not told, and may ask again.
    """
    viewer = access.member(identity())
    seen = members.find(db.session(), reading(), named(user_id))
    following.decline(db.session(), viewer, seen.user.id)
    db.session.commit()
    return "", 204
