"""Ids as clients write them."""

MAX_ID = 2**63 - 1


def parse_id(text: str | int) -> int | None:
    """The number that an id in an address or a body is; None for what is no id. A number is its own."""
    if isinstance(text, int):
        return text
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID))
    return int(text) if is_number and int(text) <= MAX_ID else None
