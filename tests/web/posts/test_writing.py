"""Writing, changing and taking back posts."""

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Post
from tests.web.posts.conftest import HTMX, POST, field, written


def edit(client: FlaskClient, post: str, version: int = 1, headers: dict[str, str] | None = None, **fields: str):  # type: ignore[no-untyped-def]
    return client.post(f"{post}/edit", data={**POST, "version": str(version), **fields}, headers=headers)


def test_a_post_is_written_and_everybody_reads_it(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    html = client.get(post).text
    assert "Lanterns over the harbour</h1>" in html
    assert "They rise <strong>every</strong> autumn." in html
    assert '<a href="/tags/harbour" dir="auto">#harbour</a>' in html
    assert "@alice" in html
    assert f'{post}/edit"' not in html


@pytest.mark.usefixtures("world")
def test_writing_about_a_video_begins_with_it(alice: FlaskClient, client: FlaskClient) -> None:
    assert 'value="pl-1"' in alice.get("/posts/new?video=pl-1").text
    post = written(alice, video_id="pl-1", region="PL")
    assert 'href="/videos/pl-1"' in client.get(post).text
    refused = alice.post("/posts/new", data={**POST, "video_id": "nobody"})
    assert (refused.status_code, "None of the charts has held a video with this id." in refused.text) == (422, True)


def test_what_is_missing_is_told_beside_it_and_what_was_typed_stays(alice: FlaskClient) -> None:
    for headers in ({}, HTMX):
        answer = alice.post("/posts/new", data={**POST, "title": " ", "tags": "a, b c!"}, headers=headers)
        assert answer.status_code == 422
        assert "Fill in this field." in answer.text
        assert "Use letters, digits and hyphens in a tag." in answer.text
        assert "They rise **every** autumn." in answer.text
        assert answer.text.lstrip().startswith("<form") is bool(headers)


def test_a_form_that_is_sent_twice_makes_one_post(alice: FlaskClient, session: Session) -> None:
    form = {**POST, "once": field(alice.get("/posts/new").text, "once")}
    first, second = (alice.post("/posts/new", data=form).headers["Location"] for _ in range(2))
    assert first == second
    assert alice.post("/posts/new", data={**form, "title": "Another"}).headers["Location"] != first
    assert session.scalar(select(func.count()).select_from(Post)) == 2


def test_htmx_is_sent_to_the_post(alice: FlaskClient) -> None:
    answer = alice.post("/posts/new", data=POST, headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Redirect"].startswith("/posts/")


def test_who_is_logged_out_keeps_what_they_wrote(client: FlaskClient) -> None:
    answer = client.post("/posts/new", data=POST)
    assert answer.status_code == 422
    assert "You are logged out." in answer.text
    assert "They rise **every** autumn." in answer.text
    assert client.get("/posts/new?video=pl-1").headers["Location"] == "/login?next=/posts/new?video%3Dpl-1"


def test_only_its_author_and_moderators_change_a_post(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    assert bob.get(f"{post}/edit").status_code == 403
    assert edit(bob, post, reason="I can").status_code == 403
    assert client.get(f"{post}/edit").status_code == 303
    assert edit(alice, post, title="Lights").status_code == 303
    html = client.get(post).text
    assert "Lights</h1>" in html
    assert f'href="{post}/versions">edited' in html


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_an_edit_of_an_old_version_shows_both_and_is_sent_again(
    alice: FlaskClient, app: APIFlask, client: FlaskClient, headers: dict[str, str]
) -> None:
    post = written(alice)
    assert edit(alice, post, content="They rise in May.").status_code == 303
    stale = edit(alice, post, content="They rise in June.", headers=headers)
    assert stale.status_code == 409
    assert "The post was changed while you wrote" in stale.text
    assert '<del><span class="quiet">[taken out: </span>May<span class="quiet">]</span></del>' in stale.text
    assert '<ins><span class="quiet">[put in: </span>June<span class="quiet">]</span></ins>' in stale.text
    assert ">\nThey rise in June.</textarea>" in stale.text
    assert stale.text.lstrip().startswith("<form") is bool(headers)
    assert edit(alice, post, int(field(stale.text, "version")), content="They rise in June.").status_code == 303
    assert "They rise in June." in client.get(post).text


def test_a_moderator_says_why_and_the_author_reads_it(
    alice: FlaskClient, moderator: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    missing = edit(moderator, post, content="They rise.")
    assert (missing.status_code, "Say why. The author sees it." in missing.text) == (422, True)
    assert edit(moderator, post, content="They rise.", reason="It told an address.").status_code == 303
    assert "It told an address." in alice.get(post).text
    assert "It told an address." in alice.get(f"{post}/versions").text
    assert "It told an address." not in client.get(post).text


def test_a_deleted_post_is_gone_until_its_author_undoes_that(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    assert "Delete the post" in alice.get(f"{post}/delete").text
    assert alice.post(f"{post}/delete").headers["Location"] == post
    assert [reader.get(post).status_code for reader in (client, bob, alice)] == [404, 404, 410]
    told = alice.get(post).text
    assert "“Lanterns over the harbour” is deleted" in told
    assert f'action="{post}/restore"' in told
    assert bob.post(f"{post}/restore").status_code == 404
    assert [alice.post(f"{post}/restore").headers["Location"] for _ in range(2)] == [post, post]
    assert client.get(post).status_code == 200


def test_an_admin_removes_a_post_and_its_author_reads_why(
    alice: FlaskClient, bob: FlaskClient, admin: FlaskClient, client: FlaskClient
) -> None:
    post = written(alice)
    assert bob.get(f"{post}/delete").status_code == 403
    assert bob.post(f"{post}/delete", data={"reason": "x"}).status_code == 403
    assert admin.post(f"{post}/delete").status_code == 422
    assert admin.post(f"{post}/delete", data={"reason": "Spam."}).headers["Location"] == post
    assert client.get(post).status_code == 404
    assert "The reason: “Spam.”" in alice.get(post).text
    assert edit(alice, post, 1).status_code == 403


def test_a_post_that_cannot_be_seen_tells_nothing_of_why(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    alice.post(f"{post}/delete")
    gone, never = client.get(post), client.get("/posts/987654321")
    assert gone.status_code == never.status_code == 404
    assert "Here is no post that you can see" in gone.text
    assert gone.text.replace(post, "") == never.text.replace("/posts/987654321", "")
    for path in ("/posts/none", "/posts/-1", f"/posts/{2**64}", "/posts/1%00"):
        assert client.get(path).status_code == 404
