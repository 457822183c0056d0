"""Who came, who went, who took over a role from whom, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ratified.changes.data_diff import ABSENT, DataDifference, ListRow, Step

if TYPE_CHECKING:
    from ratified.changes.labels import Labels


def of_person(person: Mapping[str, object], rest: Sequence[Step], found: DataDifference) -> str | None:
    """What happened to somebody of the roster; None where general words do."""
    name = person.get("name") or person.get("id")
    if not rest:
        if found.before is ABSENT:
            return f"people: {name} joined, started {person.get('started')}"
        return f"people: {name} removed from the roster"
    if list(rest) == ["left"]:
        if found.before is ABSENT:
            return f"people: {name} leaves, last day {found.after}"
        return f"people: {name} did not leave after all" if found.after is ABSENT else None
    return None


_MOST_HOLDERS = 50
"""Holders of one role up to which each is held against each."""


class _RoleTerm(NamedTuple):
    person: str
    kind: str
    since: str
    until: str


def is_holder(found: DataDifference) -> bool:
    """Whether a difference is about who holds a role."""
    return len(found.trail) > 2 and found.trail[2] == "holders"


def handovers(found: Sequence[DataDifference], names: Labels) -> Iterator[str]:
    """What changed in who holds which role. Nothing where the terms do not tell all of it."""
    rows = {id(d.trail[1]): d.trail[1] for d in found if is_holder(d)}
    said: list[str] = []
    for role in rows.values():
        if not isinstance(role, ListRow) or role.before is None or role.after is None:
            return
        before, after = _terms(role.before), _terms(role.after)
        if before is None or after is None or set(before) == set(after):
            return
        title = names.called("role", role.after.get("id"))
        said += [f"role {title}: {what}" for what in _handed(before, after, names)]
    yield from said


def _terms(role: Mapping[str, object]) -> list[_RoleTerm] | None:
    """Who holds a role; None where an entry says more than that, so that general words must tell it."""
    holders = role.get("holders", ())
    found = []
    for holder in holders if isinstance(holders, tuple) else ():
        if not isinstance(holder, Mapping) or not holder.keys() <= {"person", "as", "since", "until"}:
            return None
        found.append(_RoleTerm(*(str(holder.get(key, "")) for key in ("person", "as", "since", "until"))))
    return found if len(set(found)) == len(found) <= _MOST_HOLDERS else None


def _handed(before: list[_RoleTerm], after: list[_RoleTerm], names: Labels) -> Iterator[str]:
    old, new = [t for t in before if t not in after], [t for t in after if t not in before]
    kept = [(one, two) for one in old for two in new if one[:3] == two[:3]]
    came = [t for t in new if t not in [two for _, two in kept]]
    went = [t for t in old if t not in [one for one, _ in kept] or _ends(t, kept)]
    for one in [t for t in went if t.kind == "primary"][:1]:
        successor = next((t for t in came if t.kind == "primary" and t.person != one.person), None)
        if successor:
            ended = next((two.until for first, two in kept if first == one), "")
            tail = f"; {_name(one, names)} until {ended}" if ended else ""
            yield f"holder {_name(one, names)} → {_name(successor, names)} (primary) since {successor.since}{tail}"
            came.remove(successor)
            went.remove(one)
            kept = [pair for pair in kept if pair[0] != one]
    yield from _others(came, [t for t in went if not _ends(t, kept)], kept, names)


def _ends(term: _RoleTerm, kept: Sequence[tuple[_RoleTerm, _RoleTerm]]) -> bool:
    return any(one == term and not one.until and two.until for one, two in kept)


def _others(
    came: list[_RoleTerm], went: list[_RoleTerm], kept: Sequence[tuple[_RoleTerm, _RoleTerm]], names: Labels
) -> Iterator[str]:
    for one, two in kept:
        was = f" (was {one.until})" if one.until else ""
        yield f"{_name(one, names)} ({one.kind}) {f'until {two.until}' if two.until else 'no longer ends'}{was}"
    for term in came:
        was_ = next((t for t in went if t.person == term.person), None)
        if was_:
            went.remove(was_)
            kind = term.kind if was_.kind == term.kind else f"{was_.kind} → {term.kind}"
            since = f"since {term.since}" if was_.kind != term.kind else f"since {was_.since} → {term.since}"
            yield f"{_name(term, names)} {kind} {since}{_until(term)}"
        else:
            yield f"{_name(term, names)} joined as {term.kind} since {term.since}{_until(term)}"
    for term in went:
        yield f"{_name(term, names)} ({term.kind}) removed"


def _until(term: _RoleTerm) -> str:
    return f" until {term.until}" if term.until else ""


def _name(term: _RoleTerm, names: Labels) -> str:
    return names.called("person", term.person)
