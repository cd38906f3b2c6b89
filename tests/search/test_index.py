"""What stands in the index is what the Python functions make, for thousands of texts."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.search.folding import MAX_WORD, collapse, index_text

LETTERS = st.text(alphabet=st.sampled_from("aeouAEOUåäæøöüßłnst -'é日⚽_"), max_size=40)
TEXTS = st.lists(st.one_of(st.text(), LETTERS), min_size=20, max_size=60)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_the_index_holds_each_folded_word_and_its_collapsed_form(session: Session, texts: list[str]) -> None:
    folded = [index_text(one) for one in texts]
    rows = session.execute(
        text("SELECT tsvector_to_array(search_vector(one)) FROM unnest(CAST(:texts AS text[])) AS texts (one)"),
        {"texts": folded},
    )
    for held, one in zip(rows.scalars(), folded, strict=True):
        words = {word[:MAX_WORD] for word in one.split()}
        assert set(held) == words | {f"~{collapse(word)}" for word in words if collapse(word) != word}


def test_what_is_no_folded_text_breaks_nothing(session: Session) -> None:
    odd = [r"it's \ a", "'", "\\", "  two  blanks ", "x" * 10_000, " ".join(map(str, range(20_000)))]
    for one in odd:
        assert session.scalar(text("SELECT length(search_vector(:one))"), {"one": one}) is not None
