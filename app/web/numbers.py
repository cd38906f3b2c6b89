"""How numbers are written on pages."""

_UNITS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


def count(number: int) -> str:
    """A count in at most four characters and a unit: 950, 12.3K, 1.2M; cut, never rounded up."""
    for size, unit in _UNITS:
        if number >= size:
            tenths = number * 10 // size
            return f"{tenths // 10}{unit}" if tenths >= 1000 or tenths % 10 == 0 else f"{tenths / 10:.1f}{unit}"
    return str(number)


def exact(number: float) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,.0f}"


def points(number: float) -> str:
    """Points of a score, to a tenth."""
    return f"{number:.1f}"


def duration(seconds: int) -> str:
    """A length as players show it: 3:04, 1:02:03."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
