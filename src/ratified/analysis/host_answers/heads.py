"""Which head a branch had at a moment, where a host says when it changed and not what somebody looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class HeadSince(NamedTuple):
    """A head, and since when the branch had it."""

    at: datetime
    head: str


def head_at(heads: Sequence[HeadSince], moment: datetime | None) -> str:
    """The head at a moment; "" where nobody knows: no moment, before the first one, or two heads since one moment."""
    before = [one for one in heads if moment is not None and one.at <= moment]
    if not before:
        return ""
    newest = max(one.at for one in before)
    last = {one.head for one in before if one.at == newest}
    return last.pop() if len(last) == 1 else ""


def ends_at(heads: Sequence[HeadSince], head: str, where: str) -> str:
    """Why the list of heads cannot be whole: its newest one is not the head that was merged. "" where it is."""
    newest = max((one.at for one in heads), default=None)
    if any(one.at == newest and one.head == head for one in heads):
        return ""
    return f"{where} does not end with its head {head[:12]}"
