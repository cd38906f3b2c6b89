"""Comments under a post: said, answered, changed for a while, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.web.posts.conftest import HTMX, field, said, written


def test_members_comment_and_answer_and_everybody_reads_it(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    top = said(bob, post, "I was *there*.")
    reply = said(alice, post, "So was I.", reply_to_id=top)
    html = client.get(post).text
    assert "2 comments</h2>" in html
    assert "I was <em>there</em>." in html
    assert html.index(f'id="comment-{top}"') < html.index('class="replies"') < html.index(f'id="comment-{reply}"')
    assert "Log in to comment" in html
    assert f'href="/comments/{top}"' in html


def test_without_javascript_an_answer_has_a_page_of_its_own(alice: FlaskClient, bob: FlaskClient) -> None:
    post = written(alice)
    top = said(bob, post, "First.")
    page = alice.get(f"/comments/{top}").text
    assert "First." in page
    assert f'name="reply_to_id" value="{top}"' in page
    assert 'hx-post="/posts' not in page
    partial = alice.get(f"/comments/{top}", headers=HTMX).text
    assert partial.lstrip().startswith("<form")
    assert f'hx-post="{post}/comments"' in partial


def test_an_answer_to_an_answer_names_whom_it_means(alice: FlaskClient, bob: FlaskClient) -> None:
    post = written(alice)
    top = said(bob, post, "First.")
    reply = said(alice, post, "Second.", reply_to_id=top)
    assert ">\n@alice </textarea>" in bob.get(f"/comments/{reply}").text
    assert said(bob, post, "@alice Third.", reply_to_id=reply)


def test_htmx_gets_all_comments_after_each_change(alice: FlaskClient) -> None:
    post = written(alice)
    answer = alice.post(f"{post}/comments", data={"content": "Well."}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#comments")
    assert answer.text.lstrip().startswith("<section")
    assert "1 comment</h2>" in answer.text
    (number,) = {part.split('"')[0] for part in answer.text.split('id="comment-')[1:]}
    for path, fields in (("edit", {"content": "Better."}), ("delete", {})):
        answer = alice.post(f"/comments/{number}/{path}", data=fields, headers=HTMX)
        assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#comments")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_an_empty_comment_comes_back(alice: FlaskClient, headers: dict[str, str]) -> None:
    post = written(alice)
    answer = alice.post(f"{post}/comments", data={"content": " "}, headers=headers)
    assert answer.status_code == 422
    assert "Fill in this field." in answer.text
    assert answer.text.lstrip().startswith("<form") is bool(headers)


def test_a_comment_that_is_sent_twice_is_said_once(alice: FlaskClient) -> None:
    post = written(alice)
    form = {"content": "Once.", "once": field(alice.get(post).text, "once")}
    for _ in range(2):
        assert alice.post(f"{post}/comments", data=form).status_code == 303
    assert "1 comment</h2>" in alice.get(post).text


def test_a_comment_can_be_changed_by_its_author_for_a_while(alice: FlaskClient, bob: FlaskClient) -> None:
    post = written(alice)
    number = said(bob, post, "Frist.")
    assert f'href="/comments/{number}/edit"' in bob.get(post).text
    assert alice.get(f"/comments/{number}/edit").status_code == 403
    assert bob.post(f"/comments/{number}/edit", data={"content": "First."}).status_code == 303
    html = bob.get(post).text
    assert "First." in html
    assert "<span>edited" in html
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16), tick=False):
        assert f'href="/comments/{number}/edit"' not in bob.get(post).text
        late = bob.get(f"/comments/{number}/edit")
    assert (late.status_code, "A comment can be changed for 15 minutes." in late.text) == (403, True)


def test_a_deleted_comment_leaves_its_place_where_answers_hang(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    top, lone = said(bob, post, "Harsh words."), said(bob, post, "Lonely words.")
    said(alice, post, "Kind words.", reply_to_id=top)
    assert "Replies to it stay." in bob.get(f"/comments/{top}/delete").text
    for number in (top, lone):
        assert bob.post(f"/comments/{number}/delete").headers["Location"] == f"{post}#comments"
    html = client.get(post).text
    assert "Harsh words." not in html
    assert "Lonely words." not in html
    assert "This comment is not there any more, or not for you." in html
    assert "Kind words." in html
    assert "1 comment</h2>" in html
    assert client.get(f"/comments/{top}").status_code == 404


def test_an_admin_removes_a_comment_and_says_why(alice: FlaskClient, admin: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    number = said(alice, post, "Buy this.")
    assert admin.post(f"/comments/{number}/delete").status_code == 422
    assert admin.post(f"/comments/{number}/delete", data={"reason": "Spam."}).status_code == 303
    assert "Buy this." not in client.get(post).text
    assert "The reason: “Spam.”" in alice.get(post).text


def test_many_comments_come_in_pages(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    for number in range(22):
        said(alice, post, f"Comment {number}.")
    html = client.get(post).text
    assert html.count('class="thread"') == 20
    rest = client.get(html.split('class="more"')[1].split('href="')[1].split('"')[0], headers=HTMX).text
    assert rest.count('class="thread"') == 2
    assert "<section" not in rest
