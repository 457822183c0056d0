"""Which landings changed what the site is set to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from ratified.settings import INCLUDES_ANYTHING, SETTINGS, PageInclusions, SiteSettings, read_settings

if TYPE_CHECKING:
    from ratified.model.landing import Blob

Content = Callable[[str, int], bytes | None]
"""The bytes of a file after a landing; None where there is none."""


def landings_of_settings(changed: Mapping[str, Iterable[int]], content: Content) -> list[int]:
    """The landings that changed a file of settings: `mkdocs.yml`, or any that some version of it inherits.

    `changed` are the landings that changed each path that ever was.
    """
    paths: set[str] = set()
    new = {SETTINGS} & changed.keys()
    while new:
        paths |= new
        numbers = sorted({number for path in new for number in changed[path]})
        new = (_inherited(numbers, content) & changed.keys()) - paths
    return sorted({number for path in paths for number in changed[path]})


def _inherited(numbers: Iterable[int], content: Content) -> set[str]:
    """The files that settings of these landings ask for."""
    asked: set[str] = set()
    for number in numbers:
        if b"INHERIT" in (content(SETTINGS, number) or b""):
            settings_after(number, content, asked)
    return asked


def settings_after(number: int, content: Content, asked: set[str] | None = None) -> SiteSettings:
    """The settings after a landing; `asked` gets every file that was looked for."""

    def read(path: str) -> bytes | None:
        if asked is not None:
            asked.add(path)
        return content(path, number)

    return read_settings(read)


def inclusions_of(blob: Blob | None, settings: SiteSettings) -> PageInclusions:
    """What pages may take in, where `blob` is the file of settings: anything, where there is none to be read."""
    return settings.inclusions if blob and blob.mode.startswith("100") else INCLUDES_ANYTHING


def settings_of_tree(listing: Mapping[str, Blob], read: Callable[[str], bytes]) -> SiteSettings:
    """The settings of a tree that is on no landing; `read` gives the bytes of a blob by its id."""

    def content(path: str) -> bytes | None:
        blob = listing.get(path)
        return read(blob.id) if blob and blob.mode.startswith("100") else None

    return read_settings(content)
