"""The navigation of a company's own with imported pages in it, each behind the last entry of its folder."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

import yaml

from ratified.source.literal_text import scalar
from ratified.source.yaml_edits import EditError, Steps, YamlEdits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SETTINGS = "mkdocs.yml"


class NavigationEntry(NamedTuple):
    """A page in the navigation: its title, and its address below docs/."""

    title: str
    address: str


class _Listed(NamedTuple):
    """Where a page is named: the list, the row in it, and the page's folder."""

    steps: Steps
    row: int
    folder: str


def with_pages(data: bytes, entries: Sequence[NavigationEntry]) -> bytes | None:
    """mkdocs.yml with those entries more that its `nav:` has not; None where it has none of its own, or lacks none.

    Raises EditError where the file cannot be edited: it says why in a sentence.
    """
    nav = _nav_of(data)
    if nav is None:
        return None
    there = [*_addresses(nav)]
    lacking = [entry for entry in entries if entry.address not in there]
    if not lacking:
        return None
    edits = YamlEdits(SETTINGS, data)
    listed = [*_listed(nav, ("nav",))]
    for entry in reversed(lacking):  # at one place the later edit stands before the earlier one
        at = _beside(listed, entry.address) or _Listed(("nav",), len(nav.value) - 1, "")
        row = f"{scalar(entry.title)}: {scalar(entry.address)}"
        edits.add_row(at.steps, at.row, [f"{{{row}}}" if edits.between_brackets(at.steps) else row])
    made = edits.data()
    if sorted(_addresses(_nav_of(made))) != sorted([*there, *(entry.address for entry in lacking)]):
        raise EditError(f"{SETTINGS}:{nav.start_mark.line + 1}: this navigation is written in a way that is not edited")
    return made


def _beside(listed: Sequence[_Listed], address: str) -> _Listed | None:
    """The last row that names a page of the same folder, or of the nearest folder above it that has one."""
    folder = address
    while folder := posixpath.dirname(folder):
        if beside := [one for one in listed if one.folder == folder]:
            return beside[-1]
    return None


def _nav_of(data: bytes) -> yaml.SequenceNode | None:
    """The rows of a navigation that a settings file has of its own; None where it has none."""
    root = yaml.compose(data.decode("utf-8", "replace"), yaml.CSafeLoader)
    keys = root.value if isinstance(root, yaml.MappingNode) else ()
    nav = next((value for key, value in keys if key.value == "nav"), None)
    return nav if isinstance(nav, yaml.SequenceNode) and nav.value else None


def _addresses(node: yaml.Node | None) -> Iterator[str]:
    """Every value that stands in a navigation without more below it."""
    if isinstance(node, yaml.ScalarNode):
        yield node.value
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _addresses(entry)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _addresses(value)


def _listed(nav: yaml.SequenceNode, steps: Steps) -> Iterator[_Listed]:
    """Each row that names a page, in the order of the navigation."""
    for row, entry in enumerate(nav.value):
        if isinstance(entry, yaml.ScalarNode):
            yield _Listed(steps, row, posixpath.dirname(entry.value))
        for key, value in entry.value if isinstance(entry, yaml.MappingNode) else ():
            if isinstance(value, yaml.ScalarNode):
                yield _Listed(steps, row, posixpath.dirname(value.value))
            elif isinstance(value, yaml.SequenceNode):
                yield from _listed(value, (*steps, row, key.value))
