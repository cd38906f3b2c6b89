"""What the forms take, and what they tell about the rest."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from app.accounts import forms
from app.accounts.forms import Login, SignUp

FORMS = [
    forms.SignUp,
    forms.Login,
    forms.Address,
    forms.PasswordReset,
    forms.PasswordChange,
    forms.EmailChange,
    forms.PasswordConfirmation,
    forms.SecondFactorCode,
]
GOOD = {"username": "Ada_L", "email": "ada@example.com", "password": "seven lanterns rising"}

# Surrogates are what JSON's escapes can put into a text.
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
ANY_VALUE = (
    ANY_TEXT | st.none() | st.integers() | st.lists(ANY_TEXT, max_size=2) | st.booleans() | st.binary(max_size=9)
)
FIELDS = st.sampled_from(sorted({name for form in FORMS for name in form.model_fields}))


def refusals(form: type[BaseModel], **given: object) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refusal:
        form.model_validate(given)
    return forms.messages(refusal.value)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(filled=st.dictionaries(FIELDS | ANY_TEXT, ANY_VALUE, max_size=5))
@example(
    filled={"username": "\ud800", "email": "a@\ud800.com", "password": "\0" * 10_240, "code": "{0}", "login": "\0"}
)
@example(filled={"email": "@" * 10_240, "password": "\udfff" * 20, "otp": "\ud800", "new_password": "{}" * 9})
def test_whatever_is_filled_in_a_form_takes_it_or_says_why(form: type[BaseModel], filled: dict[str, object]) -> None:
    try:
        form.model_validate(filled)
    except ValidationError as refusal:
        told = forms.messages(refusal)
        assert told
        assert all(message.encode() for of_field in told.values() for message in of_field)


def test_a_form_filled_in_well_is_taken_with_the_address_as_it_is_kept() -> None:
    form = SignUp.model_validate(GOOD | {"email": "Ada+up@EXAMPLE.Com"})
    assert (form.username, form.email) == ("Ada_L", "Ada+up@example.com")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("zażółć@example.com", "zażółć@example.com"),
        ("ada@BLÅBÆR.no", "ada@blåbær.no"),
        ("ada@xn--blbr-roah.no", "ada@blåbær.no"),
        ("u\u0308ber@example.com", "\u00fcber@example.com"),
        (f"{'a' * 64}@{'b' * 60}.example.com", f"{'a' * 64}@{'b' * 60}.example.com"),
    ],
)
def test_addresses_with_unicode_are_taken_in_one_form(written: str, kept: str) -> None:
    assert SignUp.model_validate(GOOD | {"email": written}).email == kept


def test_an_address_of_254_characters_is_taken_and_one_of_255_is_not() -> None:
    domain = f"{'b' * 61}.{'c' * 61}.{'d' * 61}.com"
    longest = f"{'a' * (254 - len(domain) - 1)}@{domain}"
    assert SignUp.model_validate(GOOD | {"email": longest}).email == longest
    assert refusals(SignUp, **GOOD | {"email": f"a{longest}"}) == {
        "email": ["An e-mail address has at most 254 characters."]
    }


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@localhost", "a\0@b.com"])
def test_what_is_no_address_is_refused(email: str) -> None:
    assert set(refusals(SignUp, **GOOD | {"email": email})) == {"email"}


def test_every_field_says_what_is_wrong_with_it() -> None:
    told = refusals(SignUp, username="admin", email="ada", password="short")
    assert told["username"] == ["This name is reserved. Choose another."]
    assert told["password"] == ["Use at least 10 characters."]
    assert set(told) == {"username", "email", "password"}


def test_a_field_that_is_left_out_or_not_text_is_to_be_filled_in() -> None:
    assert refusals(SignUp, username=7, email=None) == {name: ["Fill in this field."] for name in GOOD}


def test_a_password_with_the_name_beside_it_is_refused() -> None:
    assert set(refusals(SignUp, **GOOD | {"password": "I am ada_l, really"})) == {"password"}


def test_a_field_that_is_not_of_the_form_is_refused() -> None:
    assert set(refusals(SignUp, **GOOD, role="admin")) == {"role"}


@pytest.mark.parametrize("name", ["login", "email", "username"])
def test_a_login_goes_by_any_of_three_names(name: str) -> None:
    assert Login.model_validate({name: "ada", "password": "x"}).login == "ada"


def test_a_login_by_two_names_is_refused() -> None:
    assert set(refusals(Login, login="ada", email="bob@example.com", password="x")) == {"email"}


def test_the_schema_of_a_login_names_all_three() -> None:
    schema = Login.model_json_schema()
    assert list(schema["properties"]) == ["login", "email", "username", "password", "otp"]
    assert schema["required"] == ["password"]
    assert schema["oneOf"] == [{"required": [name]} for name in ("login", "email", "username")]


def test_no_password_is_in_a_printed_form_or_in_what_is_told() -> None:
    secret = "seven lanterns rising " * 99
    assert secret not in repr(SignUp.model_construct(**GOOD | {"password": secret}))
    with pytest.raises(ValidationError) as refusal:
        SignUp.model_validate(GOOD | {"password": secret})
    assert secret not in f"{refusal.value} {forms.messages(refusal.value)}"
