"""Texts of members: each is kept in one form, and what nobody could read or PostgreSQL would refuse is refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.accounts.forms import messages
from app.models import REGIONS
from app.models.post import MAX_CONTENT, MAX_TAG, MAX_TAGS, MAX_TITLE
from app.social.drafts import CommentDraft, PostChanges, PostDraft, PostEditForm, PostForm
from app.social.texts import normal_tag

WELL = {"title": "Lanterns", "content": "They rise."}


def draft_of(**fields: object) -> PostDraft | dict[str, list[str]]:
    """A post with these fields, or what was told of them."""
    try:
        return PostDraft.model_validate(WELL | fields)
    except ValidationError as error:
        return messages(error)


def refusals(**fields: object) -> dict[str, list[str]]:
    told = draft_of(**fields)
    assert isinstance(told, dict)
    return told


@given(st.text() | st.text(alphabet="# a\t-"))
def test_a_normal_tag_stays_as_it_is(text: str) -> None:
    tag = normal_tag(text)
    assert normal_tag(tag) == tag
    assert normal_tag(f"  ##{text.strip()} ") == normal_tag(text.strip())
    assert not any(one.isspace() for one in tag)


@given(st.lists(st.text()))
def test_tags_are_few_short_different_words_or_refused(texts: list[str]) -> None:
    draft = draft_of(tags=texts)
    if isinstance(draft, dict):
        assert set(draft) == {"tags"}
        return
    tags = draft.tags
    assert len(set(tags)) == len(tags) <= MAX_TAGS
    assert all(1 <= len(tag) <= MAX_TAG and normal_tag(tag) == tag and "/" not in tag for tag in tags)
    assert PostDraft.model_validate(WELL | {"tags": tags}).tags == tags


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("#Music", "music"),
        ("  New   Year ", "new-year"),
        ("# Zażółć", "zażółć"),
        ("Z\u0307o\u0301", "żó"),
        ("STRASSE", "strasse"),
        ("हिन्दी", "हिन्दी"),
        ("2026", "2026"),
    ],
)
def test_spellings_of_a_tag_are_one_tag(text: str, tag: str) -> None:
    assert PostDraft.model_validate(WELL | {"tags": [text, tag]}).tags == [tag]


@pytest.mark.parametrize("tags", [["#"], ["--"], ["a/b"], ["a\0b"], ["x" * 31], ["a?"], ["1", "2", "3", "4", "5", "6"]])
def test_what_is_no_tag_or_too_many_is_refused(tags: list[str]) -> None:
    assert set(refusals(tags=tags)) == {"tags"}


@given(st.text())
def test_a_title_is_one_line_of_normal_text_or_refused(text: str) -> None:
    draft = draft_of(title=text)
    if isinstance(draft, dict):
        assert set(draft) == {"title"}
        return
    title = draft.title
    assert 1 <= len(title) <= MAX_TITLE
    assert title == unicodedata.normalize("NFC", " ".join(title.split()))


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "\u00a0", "a\0b", "\ud800", 5, None])
def test_a_text_with_nothing_to_read_is_refused(text: object) -> None:
    assert set(refusals(title=text, content=text)) == {"title", "content"}
    with pytest.raises(ValidationError):
        CommentDraft.model_validate({"content": text})


def test_length_is_counted_in_composed_characters() -> None:
    draft = PostDraft(title="e\u0301" * MAX_TITLE, content="🏮" * MAX_CONTENT)
    assert (len(draft.title), len(draft.content)) == (MAX_TITLE, MAX_CONTENT)
    assert set(refusals(title="é" * (MAX_TITLE + 1), content="🏮" * (MAX_CONTENT + 1))) == {"title", "content"}


def test_lines_end_in_one_way_and_inner_ones_stay() -> None:
    assert PostDraft(title="a\r\nb", content=" one\r\n\r\ntwo\rthree ").content == "one\n\ntwo\nthree"
    assert PostDraft(title="a\r\n b", content="x").title == "a b"


def test_a_region_is_one_of_ours_in_any_case() -> None:
    assert [PostDraft.model_validate(WELL | {"region": code.lower()}).region for code in REGIONS] == list(REGIONS)
    assert set(refusals(region="XX")) == {"region"}


def test_changes_tell_what_is_to_change() -> None:
    assert PostChanges.model_validate({"video_id": None}).model_fields_set == {"video_id"}
    with pytest.raises(ValidationError):
        PostChanges.model_validate({})


def test_a_form_sends_its_tags_as_one_text_and_changes_every_field() -> None:
    assert PostForm.model_validate(WELL | {"tags": "Sea, #harbour town,,"}).tags == ["sea", "harbour-town"]
    form = PostEditForm.model_validate(WELL | {"tags": "sea", "version": "3"})
    assert (form.version, form.changes.tags, len(form.changes.model_fields_set)) == (3, ["sea"], 5)
