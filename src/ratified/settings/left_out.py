"""Which pages the settings take off the site: `exclude_docs`, `draft_docs`, and what MkDocs itself leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pathspec.gitignore import GitIgnoreSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.place import Place

SETTINGS = ("exclude_docs", "draft_docs")
_OF_MKDOCS = (".*", "/templates/")
"""What MkDocs leaves out unless `exclude_docs` takes it back with `!`."""


class LeftOutSetting(NamedTuple):
    """One of the two settings: where it stands, and its patterns, as in a `.gitignore`."""

    setting: str
    place: Place
    patterns: tuple[str, ...]


def takes_off(uri: str, given: Sequence[LeftOutSetting]) -> LeftOutSetting | str | None:
    """Which setting takes a page off the site, by its path below the folder of pages; the name where MkDocs does so
    by itself; None where the page stays. As in MkDocs the last pattern that fits counts.
    """
    by_name = {one.setting: one for one in given}
    excluded, drafts = (by_name.get(name) for name in SETTINGS)
    if _fits(uri, (*_OF_MKDOCS, *(excluded.patterns if excluded else ()))):
        return excluded if excluded and _fits(uri, excluded.patterns) else "MkDocs"
    return drafts if drafts and _fits(uri, drafts.patterns) else None


def _fits(uri: str, patterns: Sequence[str]) -> bool:
    """Whether patterns name a path. Those that nobody can read stop MkDocs itself."""
    try:
        return bool(GitIgnoreSpec.from_lines(patterns).match_file(uri))
    except ValueError:
        return False
