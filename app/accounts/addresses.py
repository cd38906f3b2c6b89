"""E-mail addresses in the one form in which they are kept and looked up."""

from email_validator import EmailNotValidError, validate_email

MAX_LENGTH = 254


def normal(text: str) -> str:
    """Domain in lower case and Unicode composed, the rest as written. Raises `ValueError` with the reason."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"An e-mail address has at most {MAX_LENGTH} characters.")
    try:
        # A domain that no mail reaches only leaves an account inactive, so .test is as good as any.
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error))
