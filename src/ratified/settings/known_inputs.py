"""What a plugin or an extension reads, by its options; the list of those that are known stands in the files beside.

An option is one of a few kinds. `PLAIN` names no input, whatever it says. The others name files or folders, counted
from the root of the repository or from `docs/`, and what they name belongs to the layout. An option that is not listed
is unknown: a later version may have made it a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class OptionKind(Enum):
    """What an option's value is."""

    PLAIN = "no input"
    FILE = "files, counted from the root"
    DOC = "files under docs/"
    FOLDER = "folders, counted from the root"
    NAME = "the name of a file that may lie in any folder of docs/"
    CODE = "Python files, counted from the root"
    MODULE = "the name of a package or module at the root"
    BASE = "folders from which pages take in files by name"
    TAKEN = "files that are looked for in those folders"
    OFF = "an option that may only be off"
    EXTENSIONS = "Markdown extensions"
    OPTIONS = "a mapping of plain options, none of them known to read anything"
    ICONS = "options of emoji: folders under custom_icons"


@dataclass(frozen=True)
class KnownInputs:
    """What one plugin or extension reads: its options, what it reads in any case (patterns), which programs it starts.

    `takes_in` says that pages can make it read files that they name, `defaults` what options name that are left out.
    """

    options: Mapping[str, OptionKind] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    takes_in: bool = False
    defaults: Mapping[str, str] = field(default_factory=dict)


def plain(names: str) -> dict[str, OptionKind]:
    """Options of which none names an input, from their names in one text."""
    return dict.fromkeys(names.split(), OptionKind.PLAIN)
