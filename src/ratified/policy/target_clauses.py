"""Which clause of the policy states a target: the one that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratified.model.prose import Page


def target_clauses(pages: Iterable[Page]) -> Mapping[tuple[str, str], str]:
    """The clause of these pages that states each target, by level and target; under `""` the first for any level.

    Ids are never used again, so a clause of today's text is the same promise, whatever its number was then.
    """
    found: dict[tuple[str, str], str] = {}
    for page in pages:
        clause = None
        for call in sorted(page.calls, key=lambda call: call.place):
            if call.name == "clause":
                clause = call.text(0)
            elif call.name == "target" and clause is not None:
                level, target = call.text(0) or "", call.text(1) or ""
                found.setdefault((level, target), clause)
                found.setdefault(("", target), clause)
    return found
