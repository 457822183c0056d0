"""NOT-09, 13, 14: clocks and contacts that somebody checks again, and own clocks that change under a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.incident.approved_files import read_model
from ratified.model.notifications import Clock, Notifications, ScopedClock
from ratified.policy.roster.holders import in_term, title
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.approval.timeline import Timeline
    from ratified.policy import Book

CLOCK_HOLDS = timedelta(days=365)
"""How long it counts that counsel held a clock against its source."""

CONTACT_HOLDS = timedelta(days=180)
"""How long it counts that an authority's contact was seen to work."""

_PATH = "data/notifications.yml"


@rule("NOT-09", "warning", "A clock in scope that counsel has not checked for a year")
def clock_unverified(case: RuleInput) -> RuleHits:
    """A row under `in_scope` has no `verified_on`, or one that is more than 365 days before the day, or after it; or
    no `verified_by`, or one who did not hold the role of legal counsel (`parts.legal` of `data/roles.yml`) on that
    day. Where outside counsel plays that part, `verified_by` names its role. A row whose clock nobody knows is left
    to NOT-01.

    **Why it matters.** The clocks that ship were written down on one day and confirmed on no regulator's site. Law
    moves, and a notice that keeps last year's time is late. Whoever signs for a clock must be able to read its law.

    **How to fix it.** Let counsel hold the row against its source, then set `verified_on` to that day and `verified_by`
    to their id, in a change that the policy's approver merges.

    **Protects.** P6.6, GV.OC-03, A.5.31
    """
    for row, _ in case.book.scoped_clocks:
        yield from _verified(case, row)


def _verified(case: RuleInput, row: ScopedClock) -> RuleHits:
    again = "let counsel hold it against its source, and set verified_on and verified_by"
    if row.verified_on is None:
        yield RuleHit(row.at(), f"{row.clock} was never held against its source", again, row.clock)
    elif row.verified_on > case.as_of:
        what = f"{row.clock} says it was verified on {row.verified_on}, after {case.as_of}"
        yield RuleHit(row.at("verified_on"), what, "write the day on which it was", row.clock)
    elif case.as_of - row.verified_on > CLOCK_HOLDS:
        what = (
            f"{row.clock} was last verified on {row.verified_on}, more than {CLOCK_HOLDS.days} days before {case.as_of}"
        )
        yield RuleHit(row.at("verified_on"), what, again, row.clock)
    legal = title(case.book, case.book.roles.parts.legal)
    if row.verified_by is None:
        if row.verified_on is not None:
            what = f"{row.clock} has no sign-off by the {legal}"
            yield RuleHit(row.at("verified_on"), what, "add verified_by: with their id", row.clock)
    elif not _is_counsel(case.book, row.verified_by, row.verified_on or case.as_of):
        what = f"{row.clock} was verified by {row.verified_by}, who was not {legal} on {row.verified_on or case.as_of}"
        yield RuleHit(row.at("verified_by"), what, f"let the {legal} check it, and write their id", row.clock)


def _is_counsel(book: Book, who: str, day: date) -> bool:
    part = book.roles.parts.legal
    role = book.role.get(part)
    if role is None:
        return who == part and part in book.outside_role
    return any(holder.person == who and in_term(holder, day) for holder in role.holders)


@rule("NOT-13", "warning", "An authority's contact that nobody has tried for half a year")
def contact_unverified(case: RuleInput) -> RuleHits:
    """A row in scope whose clock goes to an authority has no `contact`, or one whose `verified_on` is more than 180
    days before the day, or after it. A row with `binding: false`, and one whose clock nobody knows, are left out.

    **Why it matters.** Forms move and lines change. Three days are long enough for a notice, and not for finding out
    on a Sunday that the address of last year sends mail back.

    **How to fix it.** Open the form or call the line, correct `how` if it moved, and set `verified_on` to that day.

    **Protects.** A.5.5, P6.6, CC2.3
    """
    for row, clock in case.book.scoped_clocks:
        if clock.audience != "authority" or not row.binding:
            continue
        if row.contact is None:
            what = f"{row.clock} does not say how {row.recipient} takes a notice"
            yield RuleHit(row.at("recipient"), what, "add contact: {how: ..., verified_on: ...}", row.clock)
        elif row.contact.verified_on > case.as_of:
            what = f"the contact of {row.clock} says it was verified on {row.contact.verified_on}, after {case.as_of}"
            yield RuleHit(row.contact.at("verified_on"), what, "write the day on which it was", row.clock)
        elif case.as_of - row.contact.verified_on > CONTACT_HOLDS:
            since = f"more than {CONTACT_HOLDS.days} days before {case.as_of}"
            what = f"the contact of {row.clock} was last verified on {row.contact.verified_on}, {since}"
            yield RuleHit(row.contact.at("verified_on"), what, "try it, then set verified_on to that day", row.clock)


@record_rule("NOT-14", "error", "Own clocks that changed under the same version")
def own_clocks_unversioned(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The rows under `clocks` of `data/notifications.yml`, those that the catalogue lacks, differ from what an earlier
    commit on main since adoption held under the same `version` or a higher one; or there are such rows and no
    `version`. What is written counts as it reads: order of keys, quotes and comments are no change. A version of the
    file that cannot be read today is passed over. The catalogue that ships has its own number, held by a test of the
    package.

    **Why it matters.** An incident is judged by the clocks of its day. If one version stands for two sets of them,
    nobody can say later which time the responders had before them.

    **How to fix it.** Raise `version` in the change that edits the rows.

    **Protects.** CC8.1, P6.6
    """
    timeline, now = record.approvals.timeline, case.book.notifications
    if timeline.bootstrap is None:
        return
    if now.clocks and now.version is None:
        what = f"{_PATH} has clocks of our own and no version"
        yield RuleHit(now.at("clocks"), what, "add version: 1 above them, and raise it with every change")
        return
    for then in _states(timeline, timeline.bootstrap):
        if then.clocks != _bare(now.clocks) and then.version >= (now.version or 0):
            names = ", ".join(_differ(then.clocks, _bare(now.clocks)))
            had = f"version {then.version}" if then.version else "no version"
            said = now.version or "none"
            what = f"{names} changed since {then.landing[:10]}, which had {had}, and the version is {said}"
            place = now.at("version" if now.version is not None else "clocks" if now.clocks else "in_scope")
            yield RuleHit(place, what, f"write version: {then.version + 1}, or a higher one")
            return


_Row = dict[str, object]


@dataclass(frozen=True)
class _OwnClocksState:
    """The own clocks after a landing; version 0 where none was written."""

    landing: str
    version: int
    clocks: tuple[_Row, ...]


def _states(timeline: Timeline, since: int) -> Iterator[_OwnClocksState]:
    """What each landing since adoption left in the file, newest first, each distinct version of it once."""
    numbers, blobs = timeline.path_history.get(_PATH, ([], []))
    first = max((n for n in numbers if n <= since), default=since)
    kept = [(n, b.id) for n, b in zip(numbers, blobs, strict=True) if b and b.regular and n >= first]
    bytes_ = timeline.read({id_ for _, id_ in kept}) if kept else {}
    for number, id_ in reversed(kept):
        if (found := _read(bytes_[id_])) is not None:
            yield _OwnClocksState(timeline.landings[number].commit.id, found.version or 0, _bare(found.clocks))


_KEYS = re.compile(rb"^(version|clocks):", re.MULTILINE)
_NONE = Notifications(in_scope=(), commitments=())


def _read(data: bytes) -> Notifications | None:
    """The file at a landing. One that names neither key is read no further: most companies have no own clocks."""
    if not _KEYS.search(data):
        return _NONE
    return read_model(_PATH, data, Notifications)


def _bare(clocks: Sequence[Clock]) -> tuple[_Row, ...]:
    """What rows say, wherever they stand in the file."""
    return tuple(sorted((clock.model_dump() for clock in clocks), key=lambda row: str(row["id"])))


def _differ(one: Sequence[_Row], other: Sequence[_Row]) -> Iterator[str]:
    """The ids of the rows that are not the same on both sides."""
    before, after = ({str(row["id"]): row for row in rows} for rows in (one, other))
    return (id_ for id_ in dict.fromkeys((*before, *after)) if before.get(id_) != after.get(id_))
