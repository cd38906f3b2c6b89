"""Which passwords are refused, how strong the others look, and how they are kept."""

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import passwords
from app.accounts.passwords import strength, verify, weaknesses

HASHER = passwords._hasher
# Of ten characters and more, each on a public list.
COMMON = ["password123", "1234567890", "qwertyuiop", "Password123", "administration", "PASSWORD1234"]


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused_in_any_case(password: str) -> None:
    assert "stolen passwords" in " ".join(weaknesses(password, "alice", "alice@example.com"))


def test_the_list_holds_only_what_could_be_asked_for() -> None:
    listed = passwords._common()
    assert len(listed) > 5000
    assert min(map(len, listed)) == passwords.MIN_LENGTH
    assert all(entry == entry.casefold() for entry in listed)


def test_ten_characters_are_enough_and_nine_are_not() -> None:
    assert weaknesses("vK3 lantrn", "alice", "alice@example.com") == []
    assert weaknesses("vK3 lantr", "alice", "alice@example.com") == ["Use at least 10 characters."]


def test_a_long_password_is_taken_and_a_book_is_not() -> None:
    assert weaknesses("ab" * 512, "alice", "alice@example.com") == []
    assert weaknesses("ab" * 5120, "alice", "alice@example.com") == ["Use at most 1,024 characters."]


@pytest.mark.parametrize("password", ["i am ALICE today", "mail bob.m@example.com", "my friend Bob.M is"])
def test_a_password_with_the_username_or_the_address_in_it_is_refused(password: str) -> None:
    assert weaknesses(password, "alice", "bob.m@example.com") == [
        "Leave your username and e-mail address out of the password."
    ]


def test_two_letters_before_the_at_sign_are_in_many_good_passwords() -> None:
    assert weaknesses("seven lanterns rising", "alice", "se@example.com") == []


@pytest.mark.parametrize("password", ["lanterns\0rising", "lanterns\nrising", "lanterns \ud800 rising"])
def test_characters_that_cannot_be_typed_are_refused(password: str) -> None:
    assert weaknesses(password, "", "") == ["Use only characters that can be typed."]


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("short", "weak"),
        ("password123", "weak"),
        ("aaaaaaaaaaaaaaaaaaaa", "weak"),
        ("abcdefghijklmnopqrst", "weak"),
        ("abababababababababab", "weak"),
        ("kX9#mQ2$vL", "fair"),
        ("passwordpassword", "fair"),
        ("seven lanterns rising", "strong"),
        ("kX9#mQ2$vL7pZt", "strong"),
    ],
)
def test_the_hint_tells_long_and_varied_from_runs_and_repeats(password: str, expected: str) -> None:
    assert strength(password) == expected


@given(st.text(max_size=1100))
def test_any_text_is_judged(password: str) -> None:
    assert strength(password) in {"weak", "fair", "strong"}


@pytest.mark.parametrize("password", ["seven lanterns rising", "siedem świateł – 🏮", "x" * 10_240])
def test_a_password_is_right_and_another_is_not(password: str) -> None:
    kept = passwords.hash_password(password)
    assert verify(kept, password)
    assert not verify(kept, password + "x")


def test_a_password_typed_on_two_systems_is_one_password() -> None:
    assert verify(passwords.hash_password("f\u00fcnf Laternen"), "fu\u0308nf Laternen")


@pytest.mark.parametrize("password", ["", "\0", "half \ud800", "seven lanterns rising"])
def test_nobody_has_no_password(password: str) -> None:
    assert not verify(None, password)


def test_what_is_no_hash_fits_no_password() -> None:
    assert not verify("unusable", "unusable")


@pytest.fixture
def own_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that members have; other tests have a lighter one."""
    monkeypatch.setattr(passwords, "_hasher", HASHER)


@pytest.mark.usefixtures("own_hasher")
def test_a_hash_of_nineteen_mebibytes_and_two_passes_is_kept() -> None:
    assert "$m=19456,t=2,p=1$" in passwords.hash_password("seven lanterns rising")


@pytest.mark.usefixtures("own_hasher")
def test_a_hash_of_other_parameters_is_to_be_renewed() -> None:
    earlier = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash("seven lanterns rising")
    assert passwords.needs_rehash(earlier)
    assert verify(earlier, "seven lanterns rising")
    assert not passwords.needs_rehash(passwords.hash_password("seven lanterns rising"))
