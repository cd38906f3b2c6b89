"""What readers are told of a source."""

_NAMES = {"demo": "made up for demonstration", "files": "imported files", "youtube": "YouTube Data API"}


def source_name(source: str) -> str:
    """The words for a source's name; a name without words of its own is shown as it is."""
    return _NAMES.get(source, source)
