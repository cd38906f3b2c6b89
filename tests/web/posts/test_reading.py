"""Reading posts: alone, with a tag, about a video, their versions; and who does not get to."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra import near_cache
from app.models import Block, MutedWord, User
from app.search.folding import fold
from app.social.ids import MAX_ID
from tests.web.posts.conftest import HTMX, POST, said, written


def member(session: Session, username: str) -> User:
    return session.scalars(select(User).where(User.username == username)).one()


def test_posts_with_a_tag_are_found_in_any_spelling(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice, tags="Żółw Wodny")
    for tag in ("żółw-wodny", "ŻÓŁW-WODNY", "%23żółw wodny"):
        assert f'href="{post}"' in client.get(f"/tags/{tag}").text
    assert "Nobody used this tag yet" in client.get("/tags/turtle").text
    assert [client.get(f"/tags/{tag}").status_code for tag in ("a!", "-", "a%00")] == [404] * 3


def test_a_long_list_leads_on_to_older_posts(alice: FlaskClient, client: FlaskClient) -> None:
    posts = [written(alice, title=f"Number {number}") for number in range(22)]
    html = client.get("/tags/harbour").text
    assert html.index("Number 21") < html.index("Number 2<")
    assert f'href="{posts[1]}"' not in html
    older = html.split('class="more"')[1].split('href="')[1].split('"')[0]
    partial = client.get(older, headers=HTMX).text
    assert partial.lstrip().startswith("<li>")
    assert f'href="{posts[0]}"' in partial
    assert 'class="more"' not in partial
    assert client.get("/tags/harbour?max_id=x").status_code == 400


def test_a_version_tells_who_changed_which_words(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    alice.post(f"{post}/edit", data={**POST, "content": "They rise **every** spring.", "version": "1"})
    html = client.get(f"{post}/versions").text
    assert html.index("Version 2") < html.index("Version 1")
    assert "@alice" in html
    assert "taken out: </span>autumn<" in html
    assert "put in: </span>spring<" in html


def test_versions_come_in_pages(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    for version in range(1, 12):
        fields = {**POST, "content": f"Draft {version}.", "version": str(version)}
        assert alice.post(f"{post}/edit", data=fields).status_code == 303
    html = client.get(f"{post}/versions").text
    assert ("Version 3<" in html, "Version 2<" in html) == (True, False)
    assert "Version 1<" in client.get(f"{post}/versions?max_id=3", headers=HTMX).text
    assert "Version 11<" in client.get(f"{post}/versions?max_id={MAX_ID}").text


@pytest.mark.usefixtures("world")
def test_a_video_shows_the_latest_ten_posts_about_it(alice: FlaskClient, client: FlaskClient) -> None:
    assert "What members write about it" not in client.get("/videos/pl-1").text
    posts = [written(alice, video_id="pl-1") for _ in range(11)]
    html = client.get("/videos/pl-1").text
    assert "What members write about it" in html
    assert [f'href="{post}"' in html for post in posts] == [False, *[True] * 10]
    assert 'href="/posts/new?video=pl-1"' in html
    whole = client.get("/videos/pl-1/posts").text
    assert all(f'href="{post}"' in whole for post in posts)
    assert client.get("/videos/nobody/posts").status_code == 404
    assert "Nobody wrote about it yet" in client.get("/videos/pl-11/posts").text


@pytest.mark.usefixtures("world")
def test_a_video_with_posts_takes_five_statements_whoever_reads(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient, statements: list[str]
) -> None:
    for _ in range(3):
        written(alice, video_id="pl-1")
    alice.post("/settings/muted-words", data={"phrase": "lanterns", "scopes": "home", "action": "fold", "days": "0"})
    for reader in (client, alice, bob):
        reader.get("/videos/pl-1")
        statements.clear()
        assert "What members write about it" in reader.get("/videos/pl-1").text
        assert len(statements) == 5
        statements.clear()
        reader.get("/videos/pl-11")
        assert len(statements) == 4


@pytest.mark.usefixtures("world")
def test_muted_words_hold_on_the_page_of_a_video(alice: FlaskClient, bob: FlaskClient) -> None:
    written(alice, title="Herons over Gdynia", video_id="pl-1")
    assert "Herons over Gdynia" in bob.get("/videos/pl-1").text
    for phrase, action in (("gdynia", "fold"), ("herons", "hide")):
        told = {"phrase": phrase, "scopes": "home", "action": action, "days": "0"}
        assert bob.post("/settings/muted-words", data=told).status_code == 303
        html = bob.get("/videos/pl-1").text
        assert ("Folded: it has your muted word “gdynia”" in html) == (action == "fold")
    assert "Herons over Gdynia" not in html
    assert "Herons over Gdynia" in alice.get("/videos/pl-1").text


def test_a_post_takes_few_statements_however_much_hangs_on_it(
    alice: FlaskClient, bob: FlaskClient, client: FlaskClient, statements: list[str]
) -> None:
    post = written(alice)
    for _ in range(3):
        said(alice, post, "Below.", reply_to_id=said(bob, post, "Above."))
    near_cache.forget()
    statements.clear()
    client.get(post)
    assert len(statements) == 3
    bob.get(post)
    statements.clear()
    bob.get(post)
    assert len(statements) <= 5


def test_a_visitors_page_may_be_kept_and_a_members_not(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice)
    for path in (post, f"{post}/versions", "/tags/harbour"):
        assert client.get(path).cache_control.public
        assert alice.get(path).cache_control.no_store


def test_those_who_blocked_each_other_see_nothing_of_each_other(
    alice: FlaskClient, bob: FlaskClient, charlie: FlaskClient, session: Session
) -> None:
    post = written(alice)
    number = said(charlie, post, "Charlie was here.")
    session.add(Block(blocker_id=member(session, "bob").id, blocked_id=member(session, "alice").id))
    session.add(Block(blocker_id=member(session, "alice").id, blocked_id=member(session, "charlie").id))
    session.commit()
    for path in (post, f"{post}/versions", f"/comments/{number}"):
        assert bob.get(path).status_code == 404
    assert bob.post(f"{post}/like", data={"state": "on"}).status_code == 404
    assert "Lanterns" not in bob.get("/tags/harbour").text
    html = alice.get(post).text
    assert "Charlie was here." not in html
    assert "No comments yet" in html


def test_a_private_members_post_is_for_followers_and_no_search_engine(
    alice: FlaskClient, client: FlaskClient, session: Session
) -> None:
    post = written(alice)
    assert "noindex" not in client.get(post).text
    member(session, "alice").is_private = True
    session.commit()
    assert client.get(post).status_code == 404
    assert '<meta name="robots" content="noindex">' in alice.get(post).text
    assert "og:title" not in alice.get(post).text


def test_a_muted_word_folds_a_post_in_lists_and_not_on_its_own_page(
    alice: FlaskClient, bob: FlaskClient, session: Session
) -> None:
    post = written(alice)
    session.add(
        MutedWord(
            user_id=member(session, "bob").id,
            phrase="Lanterns",
            folded=fold("Lanterns"),
            scopes=["home"],
            action="fold",
        )
    )
    session.commit()
    assert "Folded: it has your muted word “Lanterns”." in bob.get("/tags/harbour").text
    assert "Folded" not in bob.get(post).text
    assert "Folded" not in alice.get("/tags/harbour").text


def test_what_members_write_cannot_become_markup(alice: FlaskClient, client: FlaskClient) -> None:
    post = written(alice, title="<b>&bold", content="<script>alert(1)</script> [x](javascript:alert(1))")
    for path in (post, "/tags/harbour", f"{post}/versions"):
        html = client.get(path).text
        assert "<b>&bold" not in html
        assert "<script>" not in html
        assert 'href="javascript' not in html
