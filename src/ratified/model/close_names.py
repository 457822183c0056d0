"""What somebody may have meant by a name that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST, _LONGEST = 2, 64


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known names that are spelt much like a name, capitals or not, the closest first; at most two."""
    from difflib import get_close_matches  # seldom needed, and slow to load

    folded: dict[str, str] = {}
    for one in known:
        folded.setdefault(one.casefold(), one)
    return [folded[one] for one in get_close_matches(name.casefold()[:_LONGEST], folded, _MOST)]


def write_close(name: str, known: Iterable[str], otherwise: str) -> str:
    """What to do about a name that is not there: `write NAME`, the closest, or what else to do."""
    close = near(name, known)
    return f"write {close[0]}" if close else otherwise


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a sentence about a name that is not there: `did you mean 'a' or 'b'?`, or what else to say."""
    close = near(name, known)
    return f"did you mean {' or '.join(map(repr, close))}?" if close else otherwise
