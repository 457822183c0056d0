"""Time zones by the data that is locked with this package, never by that of the machine."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ratified.clock.uncountable import UncountableError
from ratified.model.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Collection

_PACKAGE = "tzdata"


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its name in the tz database. Raises UncountableError where there is none of that name.

    `ZoneInfo(name)` looks at the machine first, so that two machines could count one deadline to two moments. The
    names are those that the package lists: one that only a machine has (`localtime`, `posix/...`) is none.
    """
    if name not in _names():
        raise UncountableError(f"there is no time zone {quoted(name)}")
    with files(_PACKAGE).joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@cache
def _names() -> Collection[str]:
    return frozenset(files(_PACKAGE).joinpath("zones").read_text(encoding="utf-8").split())
