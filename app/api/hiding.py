"""Members whom one blocks or mutes."""

from datetime import UTC, datetime, timedelta

from apiflask import APIBlueprint

from app.accounts import access
from app.api import throttles
from app.api.identity import identity, keep_apart, reading
from app.api.pages_of_time import LINKED, WindowQuery, links
from app.api.queries import query
from app.api.schemas.people import LineList, MuteList, MuteSpan
from app.api.users import named
from app.extensions import db
from app.social import hiding as domain
from app.social import members

hiding = APIBlueprint("hiding", __name__, tag="People", url_prefix="/v1")
hiding.after_request(keep_apart)


@hiding.get("/me/blocks")
@query(hiding, WindowQuery)
@hiding.output(LineList)
@hiding.doc(security="bearer", responses=LINKED)
def blocks_index(query: WindowQuery) -> tuple[LineList, int, dict[str, str]]:
    """Whom you block, the newest block first"""
    viewer, window = access.member(identity()), query.window()
    page = domain.blocked(db.session(), viewer, window)
    return LineList.of_blocks(page.rows), 200, links(page, window, lambda row: row.id)


@hiding.put("/users/<user_id>/block")
@throttles.relations("PUT")
@hiding.output({}, status_code=204)
@hiding.doc(security="bearer", responses={422: "Unprocessable Entity"})
def blocks_create(user_id: str) -> tuple[str, int]:
    """Block a member

    Neither of you sees the other any more, and neither follows the other. Done again it changes nothing.
    """
    viewer = access.member(identity())
    domain.block(db.session(), viewer, domain.find(db.session(), reading(), named(user_id)))
    db.session.commit()
    return "", 204


@hiding.delete("/users/<user_id>/block")
@throttles.relations("DELETE")
@hiding.output({}, status_code=204)
@hiding.doc(security="bearer")
def blocks_destroy(user_id: str) -> tuple[str, int]:
    """Block a member no longer

    Done again it changes nothing.
    """
    viewer = access.member(identity())
    domain.unblock(db.session(), viewer, domain.find(db.session(), reading(), named(user_id)))
    db.session.commit()
    return "", 204


@hiding.get("/me/mutes")
@query(hiding, WindowQuery)
@hiding.output(MuteList)
@hiding.doc(security="bearer", responses=LINKED)
def mutes_index(query: WindowQuery) -> tuple[MuteList, int, dict[str, str]]:
    """Whom you mute now, the newest mute first"""
    access.member(identity())
    window = query.window()
    page = domain.muted(db.session(), reading(), window)
    return MuteList.of(page.rows), 200, links(page, window, lambda row: row.id)


@hiding.put("/users/<user_id>/mute")
@throttles.relations("PUT")
@hiding.input(MuteSpan, location="json_or_form", arg_name="span")
@hiding.output({}, status_code=204)
@hiding.doc(security="bearer")
def mutes_create(user_id: str, span: MuteSpan) -> tuple[str, int]:
    """Mute a member, for good or for a while

    What they write stays out of your lists; they are not told. Done again the new time holds. The body may be left
    out.
    """
    viewer = access.member(identity())
    seen = members.find(db.session(), reading(), named(user_id))
    seconds = span.expires_in_seconds
    until = None if seconds is None else datetime.now(UTC) + timedelta(seconds=seconds)
    domain.mute(db.session(), viewer, seen.user, until)
    db.session.commit()
    return "", 204


@hiding.delete("/users/<user_id>/mute")
@throttles.relations("DELETE")
@hiding.output({}, status_code=204)
@hiding.doc(security="bearer")
def mutes_destroy(user_id: str) -> tuple[str, int]:
    """Mute a member no longer

    Done again it changes nothing.
    """
    viewer = access.member(identity())
    domain.unmute(db.session(), viewer, members.find(db.session(), reading(), named(user_id)).user)
    db.session.commit()
    return "", 204
