"""What members of tests write, as the JSON interface and the forms would have it written."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts import viewers
from app.accounts.viewers import Viewer
from app.models import Comment, Post, User
from app.social import commenting, posting
from app.social.drafts import CommentDraft, PostDraft
from app.social.reader import Reader, reader


def viewer_of(user: User) -> Viewer:
    """The member as the request of theirs would know them."""
    found = viewers.of_user(user.id)
    assert found is not None
    return found


def reader_of(session: Session, user: User | None, now: datetime | None = None) -> Reader:
    """The member, or anybody, as a reader."""
    return reader(session, viewer_of(user) if user else None, now or datetime.now(UTC))


def write_post(
    session: Session, author: User, title: str = "Lanterns", now: datetime | None = None, **told: object
) -> Post:
    """A committed post."""
    draft = PostDraft.model_validate({"title": title, "content": "They *rise*."} | told)
    post = posting.create(session, viewer_of(author), draft, now or datetime.now(UTC))
    session.commit()
    return post


def write_comment(
    session: Session, author: User, post: Post, content: str = "I was there.", to: Comment | None = None
) -> Comment:
    """A committed comment, or reply."""
    draft = CommentDraft(content=content, reply_to_id=str(to.id) if to else None)
    comment = commenting.create(session, viewer_of(author), reader_of(session, author), post, draft)
    session.commit()
    return comment
