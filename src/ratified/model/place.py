"""Where something stands in a file, so that every message can point at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

SPOT = "__spot__"
"""The key under which a mapping that was read carries its spot."""


class Place(NamedTuple):
    """A position in a repository file: path relative to the root, line and column counted from 1.

    A tuple, since a book makes ten thousand of them: half the cost of a frozen dataclass.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def place(self) -> Place:
        """Itself, as of whatever has a place."""
        return self


class Locatable(Protocol):
    """Whatever has a place, or can say where it is when somebody asks."""

    @property
    def place(self) -> Place:
        """Where it is."""
        ...


class Spot(NamedTuple):
    """Where a YAML value stands, where its keys stand, and the spots of everything inside it.

    Two entries that say the same at different lines are equal, so a spot never decides equality.
    """

    place: Place
    keys: Mapping[str, Place] = {}
    inside: Mapping[str | int, Spot] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spot)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return 0

    @property
    def path(self) -> str:
        """The file it stands in."""
        return self.place.path

    def of(self, *steps: str | int) -> Place:
        """The place of the value reached by these keys and indices; the deepest one that exists."""
        here = self
        for step in steps:
            below = here.inside.get(step)
            if below is None:
                return here.place
            here = below
        return here.place

    def key(self, name: str) -> Place:
        """The place of a key of this mapping, or of the mapping itself where the key is missing."""
        return self.keys.get(name, self.place)


NOWHERE = Spot(Place("-"))
