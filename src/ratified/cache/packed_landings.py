"""Landings as plain tuples and back: what is kept of them is written and read several times as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratified.model.landing import Blob, Commit, CommitStamp, Identity, Landing, PathChange

if TYPE_CHECKING:
    from collections.abc import Sequence

Packed = list[tuple[Any, ...]]
_AFTER = Commit._fields.index("co_authors") + 1
"""From which field on a commit holds plain values."""


def pack(landings: Sequence[Landing]) -> Packed:
    """Every field of every landing, in order; the number is the place in the list."""
    return [
        (
            *(c.id, c.tree, c.parents, *c.author.who, c.author.at, *c.committer.who, c.committer.at, c.message),
            *([tuple(who) for who in c.co_authors], *c[_AFTER:]),
            [(path, *(was or (None, None)), *(now or (None, None))) for path, was, now in changes],
        )
        for _, c, changes in landings
    ]


def unpack(packed: Packed) -> list[Landing]:
    """The landings that were packed."""
    return [Landing(number, _commit(*fields[:-1]), _changes(fields[-1])) for number, fields in enumerate(packed)]


def _commit(id_: str, tree: str, parents: tuple[str, ...], author: str, by: str, at: int | None, *rest: Any) -> Commit:
    committer, committed_by, committed_at, message, made, *more = rest
    written = CommitStamp(Identity(author, by), at)
    committed = CommitStamp(Identity(committer, committed_by), committed_at)
    co_authors = tuple(Identity(*who) for who in made)
    return Commit(id_, tree, parents, written, committed, message, co_authors, *more)


def _changes(packed: list[tuple[Any, ...]]) -> tuple[PathChange, ...]:
    return tuple(
        PathChange(path, None if was is None else Blob(was, old), None if now is None else Blob(now, new))
        for path, was, old, now, new in packed
    )
