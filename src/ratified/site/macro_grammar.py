"""Why a page cannot be built: a call of a macro that does not exist, or with arguments that nobody wrote out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.close_names import meant

if TYPE_CHECKING:
    from collections.abc import Collection

    from ratified.model.place import Place
    from ratified.model.prose import MacroCall


@dataclass(frozen=True, slots=True)
class MacroFault:
    """Where a page cannot be built, what is wrong, and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def misuse(call: MacroCall, known: Collection[str]) -> MacroFault | None:
    """What is wrong with a call by itself; `known` are the names of the site's macros."""
    if call.name not in known:
        hint = meant(call.name, sorted(known), f"known: {', '.join(sorted(known))}")
        return MacroFault(call.place, f"there is no macro {call.name!r}; {hint}")
    if None in call.args:
        what = f"an argument of {call.name}() is not written out; write ids in quotes, in order, without names"
        return MacroFault(call.place, what)
    return None
