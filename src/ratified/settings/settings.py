"""What was read of a site's settings: which files it is made from, and what nobody can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratified.settings.block_extensions import block_extensions

if TYPE_CHECKING:
    from collections.abc import Collection

    from ratified.model.place import Place
    from ratified.settings.left_out import LeftOutSetting


THEME_FOLDER = "overrides"
"""The folder of a repository with its own templates, where its settings name no other."""


class UnknownSetting(NamedTuple):
    """A setting whose inputs are not known. `setting` is the way to it: `plugins.blog`, `theme.name`.

    `what` says what it is in words that follow its place. Where it is `shut`, no register can open it; where it `runs`,
    reading the settings as MkDocs does would run it.
    """

    place: Place
    setting: str
    what: str
    shut: bool = False
    runs: bool = False


class PageInclusions(NamedTuple):
    """Whether pages may take in any file of the repository, and from which folders besides its own by name alone."""

    anything: bool
    bases: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteSettings:
    """The settings of one tree.

    `inputs` are patterns of paths, as in the register, that belong to the layout besides what always does. `bases` are
    the folders from which pages may take in other files by name (empty: the repository's own), where `takes_in` says
    that they may at all. `programs` are those that its plugins start, `code` the patterns of what it runs. `theme`
    is the folder whose templates stand in place of the theme's. `blocks` are the Markdown extensions that decide what
    is a list, a heading or code; None where one is named that nobody knows. `translated` is how the paths
    of pages in other languages than the default one begin or end. `left_out` is what takes pages off the site. `url` is
    where the site is, as the settings say; empty where they do not.
    """

    inputs: tuple[str, ...] = ()
    unknown: tuple[UnknownSetting, ...] = ()
    bases: tuple[str, ...] = ()
    takes_in: bool = False
    programs: frozenset[str] = frozenset()
    code: tuple[str, ...] = ()
    theme: str = THEME_FOLDER
    blocks: tuple[str, ...] | None = block_extensions()
    translated: tuple[str, ...] = ()
    left_out: tuple[LeftOutSetting, ...] = ()
    url: str = ""

    @property
    def inclusions(self) -> PageInclusions:
        """What pages may take in. What is unknown may let them take in anything."""
        return PageInclusions(bool(self.takes_in or self.unknown), self.bases)

    def open(self, *named: Collection[str]) -> tuple[UnknownSetting, ...]:
        """What is unknown and not named in each of these collections of settings."""
        return tuple(one for one in self.unknown if one.shut or not all(_names(one.setting, by) for by in named))


def _names(setting: str, named: Collection[str]) -> bool:
    """Whether a setting, or one that it is part of, is named."""
    steps = setting.split(".")
    return any(".".join(steps[:count]) in named for count in range(2, len(steps) + 1)) or setting in named


NO_SETTINGS = SiteSettings()
INCLUDES_ANYTHING = PageInclusions(anything=True)
"""What nobody can tell: where there are no settings."""
