"""What people fill in about their accounts, for pages and JSON alike: the rules, with messages for people."""

from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic_core import PydanticCustomError

from app.accounts import addresses, names, passwords

MAX_CODE_LENGTH = 40  # a recovery code typed with spaces
FILL_IN = "Fill in this field."
NOT_TYPED = "Use only characters that can be typed."
_OWN_WORDS = {"missing": FILL_IN, "string_type": FILL_IN, "string_unicode": NOT_TYPED}


def messages(error: ValidationError) -> dict[str, list[str]]:
    """By the name of the field, what to tell the person about it; by an empty name what is wrong with all of it."""
    found: dict[str, list[str]] = {}
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(one["loc"][0]) if one["loc"] else ""
        found.setdefault(name, []).append(_OWN_WORDS.get(one["type"], one["msg"]))
    return found


def refused(message: str) -> PydanticCustomError:
    """The error of a validator, with a message for the person."""
    # The message as a template of its own would take its braces for places to fill.
    return PydanticCustomError("refused", "{message}", {"message": message})


def _username(text: str) -> str:
    if not names.has_form(text):
        raise refused(f"Use {names.MIN_LENGTH} to {names.MAX_LENGTH} letters from A to Z, digits and underscores.")
    if names.is_reserved(text):
        raise refused("This name is reserved. Choose another.")
    return text


def _email(text: str) -> str:
    try:
        return addresses.normal(text)
    except ValueError as error:
        raise refused(str(error))


def _strong(password: str, form: ValidationInfo) -> str:
    """A password that is good enough beside the username and the address of the same form, where it has them."""
    weaknesses = passwords.weaknesses(password, form.data.get("username", ""), form.data.get("email", ""))
    if weaknesses:
        raise refused(" ".join(weaknesses))
    return password


def _filled(limit: int) -> AfterValidator:
    """Text that is there, has at most `limit` characters, and that PostgreSQL takes."""

    def check(text: str) -> str:
        if not text:
            raise refused(FILL_IN)
        if len(text) > limit:
            raise refused(f"Use at most {limit:,} characters.")
        if "\0" in text:
            raise refused(NOT_TYPED)
        return text

    return AfterValidator(check)


# Limits stand in json_schema_extra: as pydantic's own they would answer people in its words.
Username = Annotated[
    str,
    AfterValidator(_username),
    Field(description="any but a reserved word", examples=["ada_l"], json_schema_extra={"pattern": names.PATTERN}),
]
Email = Annotated[
    str,
    AfterValidator(_email),
    Field(examples=["ada@example.com"], json_schema_extra={"format": "email", "maxLength": addresses.MAX_LENGTH}),
]
NewPassword = Annotated[
    str,
    AfterValidator(_strong),
    Field(
        repr=False,
        description="neither a common one nor with the username or e-mail address in it",
        examples=["seven lanterns rising"],
        json_schema_extra={"minLength": passwords.MIN_LENGTH, "maxLength": passwords.MAX_LENGTH},
    ),
]
Password = Annotated[
    str,
    _filled(passwords.MAX_LENGTH),
    Field(
        repr=False,
        examples=["seven lanterns rising"],
        json_schema_extra={"minLength": 1, "maxLength": passwords.MAX_LENGTH},
    ),
]
Code = Annotated[
    str,
    _filled(MAX_CODE_LENGTH),
    Field(examples=["123456"], json_schema_extra={"minLength": 1, "maxLength": MAX_CODE_LENGTH}),
]
_LOGIN_NAMES = ("login", "email", "username")
LoginName = Annotated[
    str,
    _filled(addresses.MAX_LENGTH),
    Field(
        validation_alias=AliasChoices(*_LOGIN_NAMES),
        description="username or e-mail address, under one of three names",
        examples=["ada_l"],
        json_schema_extra={"minLength": 1, "maxLength": addresses.MAX_LENGTH},
    ),
]


def _tell_login_names(schema: dict[str, Any]) -> None:
    """An alias is not in a schema, so all three are put there, of which exactly one is given."""
    fields = schema["properties"]
    schema["properties"] = dict.fromkeys(_LOGIN_NAMES, fields["login"]) | fields
    schema["required"] = [name for name in schema["required"] if name not in _LOGIN_NAMES]
    schema["oneOf"] = [{"required": [name]} for name in _LOGIN_NAMES]


_EXACT = ConfigDict(extra="forbid", hide_input_in_errors=True)


class SignUp(BaseModel):
    """A new account."""

    model_config = _EXACT

    username: Username
    email: Email
    password: NewPassword


class Login(BaseModel):
    """Who logs in; `otp` is a code of the second factor or a recovery code."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, json_schema_extra=_tell_login_names)

    login: LoginName
    password: Password
    otp: Code | None = Field(None, repr=False)


class Address(BaseModel):
    """Where to send another activation link, or one to reset a password."""

    model_config = _EXACT

    email: Email


class PasswordReset(BaseModel):
    """The password to have from now on."""

    model_config = _EXACT

    password: NewPassword


class PasswordChange(BaseModel):
    """The password now, and the one to have from now on."""

    model_config = _EXACT

    password: Password
    new_password: NewPassword


class EmailChange(BaseModel):
    """The address to have once it is confirmed."""

    model_config = _EXACT

    email: Email
    password: Password


class PasswordConfirmation(BaseModel):
    """The password again, before a change that matters."""

    model_config = _EXACT

    password: Password


class SecondFactorCode(BaseModel):
    """A code of the authenticator application."""

    model_config = _EXACT

    code: Code = Field(repr=False)
