"""Patterns of paths, and who wrote them: which owners name a path, without trying every pattern on every path.

`*` also matches a slash, as everywhere in the register.
"""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
_MAGIC = re.compile(r"[*?[]")


class PatternIndex(Generic[T]):
    """An index of (pattern, owner) pairs; owners keep their order."""

    def __init__(self, pairs: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[tuple[int, T]]] = {}
        self._loose: list[tuple[str, re.Pattern[str], int, T]] = []
        self._known: dict[str, tuple[T, ...]] = {}
        for place, (pattern, owner) in enumerate(pairs):
            magic = _MAGIC.search(pattern)
            if magic is None:
                self._exact.setdefault(pattern, []).append((place, owner))
            else:
                self._loose.append((pattern[: magic.start()], re.compile(translate(pattern)), place, owner))

    def of(self, path: str) -> tuple[T, ...]:
        """The owners whose patterns name a path, in the order of the pairs; one of two patterns comes twice."""
        found = self._known.get(path)
        if found is None:
            loose = [(n, o) for prefix, shape, n, o in self._loose if path.startswith(prefix) and shape.match(path)]
            both = sorted([*self._exact.get(path, ()), *loose], key=lambda pair: pair[0])
            found = self._known[path] = tuple(owner for _, owner in both)
        return found
