"""The roster's files as somebody leaves or joins: read, edited as text, and read again before anybody writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ratified.analysis.rotation_rows import ONCALL, with_handovers
from ratified.analysis.trust import bytes_of
from ratified.model.data_entry import DataEntry
from ratified.model.people import OnCall, People, Roles
from ratified.policy import read_book
from ratified.source.changed_tree import ChangedTree
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.analysis.rotation_handover import RotationHandover
    from ratified.policy import Book
    from ratified.source.tree import FileTree

PEOPLE, ROLES = "data/people.yml", "data/roles.yml"
E = TypeVar("E", bound=DataEntry)


class RosterError(Exception):
    """A change of the roster that cannot be made: a sentence for each reason, with what to do."""


class RosterFiles:
    """What a change writes, by path: bytes before and after. Every edit is held to what it was meant to say."""

    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self.changed: dict[str, tuple[bytes | None, bytes]] = {}

    def read(self, path: str) -> bytes:
        """The bytes of a file as it is by now; none where there is no file."""
        return self.changed[path][1] if path in self.changed else bytes_of(self.tree, path) or b""

    def put(self, path: str, after: bytes) -> None:
        """Write a file; one that stays as it is is left out."""
        before = bytes_of(self.tree, path)
        if after != before:
            self.changed[path] = before, after

    def put_data(self, path: str, after: bytes, model: type[E], meant: E) -> None:
        """Write a data file. Raises RosterError where it would not say what was meant."""
        if _read(model, path, after) != meant:
            raise RosterError(f"{path} is written in a way that cannot be edited here; change it by hand")
        self.put(path, after)

    def put_people(self, after: bytes, meant: People) -> None:
        """Write the people."""
        self.put_data(PEOPLE, after, People, meant)

    def put_roles(self, after: bytes, meant: Roles) -> None:
        """Write the roles."""
        self.put_data(ROLES, after, Roles, meant)

    def put_rotations(self, file: OnCall, handovers: Mapping[str, RotationHandover]) -> None:
        """Write the rotations, with what becomes of some of them. Raises EditError and RosterError."""
        after, meant = with_handovers(self.read(ONCALL), file, handovers)
        self.put_data(ONCALL, after, OnCall, meant)

    def book(self) -> Book:
        """Everything as it would be read with these files in place. Raises RosterError."""
        made = read_book(ChangedTree(self.tree, {path: after for path, (_, after) in self.changed.items()})).book
        if made is None:
            raise RosterError("the changed files could not be read, so nothing was made; change them by hand")
        return made


def _read(model: type[E], path: str, data: bytes) -> E | None:
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        return None
    yaml = read_yaml(path, text)
    found = typed(model, yaml)
    return None if yaml.faults else found
