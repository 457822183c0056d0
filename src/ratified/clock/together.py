"""Deadlines that one notice meets: they fall together, and are told as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock.deadline import Deadline, strictest_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    Notice = tuple[object, ...]


def falling_together(deadlines: Iterable[Deadline]) -> tuple[tuple[Deadline, ...], ...]:
    """Deadlines in groups that one notice meets, the strictest first, each led by the one that binds most.

    Two fall together that are due at the same moment and go to the same recipient. What we promise a whole audience
    goes to nobody in particular: it falls together with every notice to that audience that is due at its moment, so
    it may be in several groups. Without a figure nothing falls together.
    """
    ordered = strictest_first(deadlines)
    groups: dict[Notice, list[Deadline]] = {}
    for one in ordered:
        if not _to_nobody_in_particular(one):
            groups.setdefault(_notice(one), []).append(one)
    alone = []
    for one in ordered:
        if _to_nobody_in_particular(one):
            met = [group for group in groups.values() if _meets(group[0], one)]
            for group in met:
                group.append(one)
            alone += [] if met else [one]
    led = {id(group[0]): tuple(group) for group in groups.values()} | {id(one): (one,) for one in alone}
    return tuple(led[id(one)] for one in ordered if id(one) in led)


def _to_nobody_in_particular(one: Deadline) -> bool:
    return one.kind == "commitment" and one.recipient is None


def _notice(one: Deadline) -> Notice:
    """What two deadlines share that one notice meets. A customer may have a contact of its own for each contract."""
    if one.due_at is None:
        return (one.clock, one.to)
    party = one.to if one.kind not in {"law", "commitment"} else ""
    return (one.audience, one.due_at, one.recipient or one.to, party)


def _meets(led: Deadline, promised: Deadline) -> bool:
    """Something that does not bind, as far as we know, leads nothing that does."""
    same = (led.due_at, led.audience) == (promised.due_at, promised.audience)
    return led.due_at is not None and led.binding and same
