"""Why a page cannot be built: a call of a macro that does not exist, or with arguments that nobody wrote out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ratified.model.near import meant
from ratified.model.place import Place
from ratified.model.prose import Call


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a page cannot be built, what is wrong, and what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def misuse(call: Call, known: Collection[str]) -> Fault | None:
    """What is wrong with a call by itself; `known` are the names of the site's macros."""
    if call.name not in known:
        hint = meant(call.name, sorted(known), f"known: {', '.join(sorted(known))}")
        return Fault(call.place, f"there is no macro {call.name!r}; {hint}")
    if None in call.args:
        what = f"an argument of {call.name}() is not written out; write ids in quotes, in order, without names"
        return Fault(call.place, what)
    return None
