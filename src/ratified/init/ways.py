"""Ways to reach people, from the words of an answer: what can be dialled or opened is taken out of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.new_record import quoted
from ratified.model.channels import REACHED_BY, dialled, opened

if TYPE_CHECKING:
    from ratified.model.answers import Reach
    from ratified.model.channels import ChannelKind

_FOUND = {
    "number": (re.compile(r"\+[0-9][0-9 -]*[0-9]"), dialled),
    "link": (re.compile(r"https://[^\s<>\"]+"), opened),
}
_AROUND = " ,;:()\t"


class WrittenWay(NamedTuple):
    """One way in words, and the keys of a channel that were found among them, each with its value."""

    to: str
    keys: tuple[tuple[str, str], ...]

    def row(self, *before: str) -> str:
        """The row of a channel, or of the emergency line, in YAML, with what stands in front."""
        rest = (f"{key}: {quoted(text)}" for key, text in (("to", self.to), *self.keys))
        return f"{{{', '.join((*before, *rest))}}}"


def way_of(kind: ChannelKind, words: str) -> WrittenWay:
    """What an answer says: `duty phone +44 1632 960100` is the words `duty phone` and a number. A number or an address
    that has not the right form stays among the words, as does one that the kind has no use for.
    """
    left, keys = words, []
    for key in REACHED_BY[kind]:
        pattern, fits = _FOUND[key]
        found = pattern.search(left)
        if found and fits(text := found[0].rstrip(".,;)")):
            left = left.replace(text, "", 1)
            keys.append((key, text))
    return WrittenWay(re.sub(r"\s+", " ", left).strip(_AROUND) or kind, tuple(keys))


def waking(reach: Reach) -> bool:
    """Whether an answer says what to dial or to open at night."""
    return bool(way_of("pager", reach.pager).keys or way_of("phone", reach.phone).keys)


def emergency_row(reach: Reach) -> str:
    """The row of the emergency line; empty where the answers give no number to ring."""
    found = way_of("phone", reach.phone)
    return f"emergency: {found.row()}\n" if found.keys else ""
