"""Numbers with their nouns."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """`1 record`, `3 records`, `0 records`; `many` where the plural is not made with an s."""
    return f"{number} {plural(number, one, many)}"


def how_many(number: int, one: str, many: str = "") -> str:
    """The same, with `no records` where there are none."""
    return f"{number or 'no'} {plural(number, one, many)}"


def plural(number: int, one: str, many: str = "") -> str:
    """The noun alone: `record` of one, `records` of any other number."""
    return one if number == 1 else many or f"{one}s"
