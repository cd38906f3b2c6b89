"""Comments in the JSON interface."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Comment
from app.social.commenting import EDITABLE_FOR
from tests.api.posts.conftest import Ask, written


def said(ask: Ask, post_id: str, content: str = "I was *there*.", reply_to: str | None = None) -> str:
    draft = {"content": content} | ({"reply_to_id": reply_to} if reply_to else {})
    answer = ask("POST", f"/posts/{post_id}/comments", draft)
    assert answer.status_code == 201
    comment_id: str = answer.json["data"]["id"]
    return comment_id


def test_a_comment_is_made_listed_and_counted(alice: Ask, bob: Ask, anybody: Ask) -> None:
    post_id = written(alice)["id"]
    answer = bob("POST", f"/posts/{post_id}/comments", {"content": "I was *there*."})
    comment = answer.json["data"]
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/v1/comments/{comment['id']}")
    created_at, user = comment.pop("created_at"), comment.pop("user")
    assert (user["username"], created_at[-1]) == ("bob", "Z")
    assert comment == {
        "id": comment["id"],
        "post_id": post_id,
        "content": "I was *there*.",
        "content_html": "<p>I was <em>there</em>.</p>",
        "reply_to_id": None,
        "is_deleted": False,
    }
    reply_id = said(alice, post_id, "And?", said(bob, post_id, "Where?", comment["id"]))
    assert anybody("GET", f"/comments/{reply_id}").json["data"]["reply_to_id"] == comment["id"]
    for address in (f"/posts/{post_id}/comments", "/users/bob/comments"):
        first = anybody("GET", f"{address}?limit=1")
        assert 'rel="next"' in first.headers["Link"]
    listed = anybody("GET", f"/posts/{post_id}/comments").json["data"]
    assert [one["content"] for one in listed] == ["And?", "Where?", "I was *there*."]
    assert anybody("GET", f"/posts/{post_id}").json["data"]["comments_count"] == 3


def test_what_is_wrong_with_a_comment_is_told_by_field(alice: Ask) -> None:
    address = f"/posts/{written(alice)['id']}/comments"
    wrongs = [({"content": "\n"}, "content"), ({"content": "x" * 2001}, "content"), ({}, "content")]
    wrongs += [({"content": "x", "reply_to_id": "0"}, "reply_to_id"), ({"content": "x", "post_id": "1"}, "post_id")]
    for draft, wrong in wrongs:
        answer = alice("POST", address, draft)
        assert (answer.status_code, list(answer.json["errors"])) == (422, [wrong])


def test_a_deleted_comment_with_replies_keeps_its_place_and_nothing_else(alice: Ask, bob: Ask, anybody: Ask) -> None:
    post_id = written(alice)["id"]
    comment_id = said(bob, post_id)
    reply_id = said(alice, post_id, "And?", comment_id)
    assert alice("DELETE", f"/comments/{comment_id}").status_code == 403
    assert bob("DELETE", f"/comments/{comment_id}").status_code == 204
    place = anybody("GET", f"/comments/{comment_id}").json["data"]
    assert (place["user"], place["content"], place["content_html"], place["is_deleted"]) == (None, "", "", True)
    for method, body in (("PATCH", {"content": "x"}), ("DELETE", None)):
        assert bob(method, f"/comments/{comment_id}", body).status_code == 404
    refused = bob("POST", f"/posts/{post_id}/comments", {"content": "x", "reply_to_id": comment_id})
    assert list(refused.json["errors"]) == ["reply_to_id"]
    assert alice("DELETE", f"/comments/{reply_id}").status_code == 204
    assert anybody("GET", f"/posts/{post_id}/comments").json["data"] == []
    assert anybody("GET", f"/comments/{comment_id}").status_code == 404


def test_a_comment_can_be_edited_for_fifteen_minutes(alice: Ask, bob: Ask, mia: Ask, session: Session) -> None:
    comment_id = said(bob, written(alice)["id"])
    edited = bob("PATCH", f"/comments/{comment_id}", {"content": "I was not."})
    assert (edited.status_code, edited.json["data"]["content"]) == (200, "I was not.")
    assert edited.json["data"]["edited_at"] > edited.json["data"]["created_at"]
    assert mia("PATCH", f"/comments/{comment_id}", {"content": "x"}).status_code == 403
    session.execute(update(Comment).values(created_at=Comment.created_at - EDITABLE_FOR - timedelta(seconds=1)))
    session.commit()
    late = bob("PATCH", f"/comments/{comment_id}", {"content": "x"})
    assert late.status_code == 403
    assert "15 minutes" in late.json["detail"]


def test_an_admin_removes_a_comment_and_its_author_reads_why(alice: Ask, bob: Ask, adam: Ask) -> None:
    post_id = written(alice)["id"]
    address = f"/comments/{said(bob, post_id)}"
    assert list(adam("DELETE", address).json["errors"]) == ["reason"]
    assert adam("DELETE", f"{address}?reason=spam").status_code == 204
    assert alice("GET", address).status_code == 404
    assert bob("GET", address).json["data"]["removal_reason"] == "spam"
    assert alice("GET", f"/posts/{post_id}/comments").json["data"] == []
