"""Names of files that cannot be trusted, whatever the files hold."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.source.characters import unsafe
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def readable(path: str) -> bool:
    """Whether a path can be shown to a person as it is; one that cannot is never read."""
    return unsafe(path) is None and "\n" not in path and "\t" not in path


def name_faults(paths: Iterable[str], encoding: str = "utf-8") -> Iterator[ReadingFault]:
    """Paths that are not UTF-8 or hide a character, and pairs that some systems take for one file.

    A path that is not UTF-8 comes as Python reads it from the system, with lone surrogates for its bytes.
    `encoding` is how it reads them; in any but UTF-8 only an ASCII path is the one that git has.
    """
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if encoding != "utf-8" and not path.isascii():
            what = f"a file name outside ASCII, where the locale reads names as {encoding}"
            yield ReadingFault("unreadable", Place(_escaped(path)), what, "set PYTHONUTF8=1, then run again")
            continue
        if not readable(path):
            what = "a file name that is not UTF-8, or hides a character"
            yield ReadingFault("unreadable", Place(_escaped(path)), what, "rename the file in plain letters")
            continue
        twin = seen.setdefault(_folded(path), path)
        if twin != path:
            what = f"differs from {twin} only by capitals or stored accents"
            yield ReadingFault("shape", Place(path), what, "rename one of the two", fatal=False)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _escaped(path: str) -> str:
    """The path in ASCII, every other character as an escape."""
    return path.encode("unicode_escape", "surrogatepass").decode("ascii")
