"""What was done in one incident: who acted, in which order, what was decided, who was told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import how_many
from ratified.policy.records.statements import at
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.records.common import sentence_of, stamp, who
from ratified.views.site_map import PageLink, unlinked
from ratified.views.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import Incident
    from ratified.model.response import NoticeDecision
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ResponseLogEntry:
    """Something that was done, decided or said: when, what, by whom, and what else there is to it."""

    at: Safe
    kind: Safe
    what: Safe
    by: Safe
    notes: tuple[Safe, ...] = ()


@dataclass(frozen=True)
class NoticeRow:
    """The decision for one clock: what was decided and why, by whom, and what was sent."""

    clock: PageLink
    decision: Safe
    reason: Safe
    by: Safe
    sent: Safe


@dataclass(frozen=True)
class ResponseView:
    """What was done in an incident, each list oldest first. `decided` counts the decisions for clocks in words."""

    roles: tuple[ResponseLogEntry, ...]
    log: tuple[ResponseLogEntry, ...]
    decisions: tuple[ResponseLogEntry, ...]
    notices: tuple[NoticeRow, ...]
    decided: Safe


def incident_response(of: PageContext, id_: str) -> ResponseView:
    """What was done in an incident. Raises UnknownNameError where there is no such record."""
    one = of.incident(id_)
    found = one.response
    notify = sum(n.decision == "notify" for n in found.notifications)
    pending = sum(n.decision == "pending" for n in found.notifications)
    rest = len(found.notifications) - notify - pending
    return ResponseView(
        roles=tuple(
            ResponseLogEntry(escape(stamp(t.since)), NOTHING, escape(who(of, None, t.role)), escape(who(of, t.person)),
                  (escape(f"until {stamp(t.until)}"),) if t.until else ())
            for t in found.roles
        ),
        log=tuple(entry for _, entry in sorted(_log(of, one), key=lambda pair: pair[0])),
        decisions=tuple(_decisions(of, one)),
        notices=tuple(_notice(of, notice) for notice in found.notifications),
        decided=escape(
            f"{how_many(len(found.notifications), 'decision')}: {notify} to notify, {rest} not required"
            f"{f', {pending} pending' if pending else ''}."
        ),
    )  # fmt: skip


def _log(of: PageContext, one: Incident) -> Iterator[tuple[str, ResponseLogEntry]]:
    """The timeline with actions, calls, updates and checks in their places; the first part is the order."""

    def entry(when: str, kind: str, what: str, by: str, *notes: str | None) -> tuple[str, ResponseLogEntry]:
        escaped_notes = escape_all(filter(None, notes))
        return at(when).isoformat(), ResponseLogEntry(
            escape(stamp(when)), escape(kind), escape(what), escape(by), escaped_notes
        )

    found = one.response
    for seen in found.timeline:
        late = f"entered {stamp(seen.entered)}" if seen.entered else None
        yield entry(seen.at_, sentence_of(seen.kind), seen.text, who(of, seen.by), seen.ref, late)
    for call in found.escalations:
        answer = f"answered {stamp(call.answered)}" if call.answered else "no answer"
        what = f"Called {who(of, call.person, call.to)} by {plain(call.channel)}"
        yield entry(call.at_, "Escalate", what, "", answer, ", ".join(call.rows))
    for done in found.actions:
        approved = f"approved by {who(of, done.approved_by)}" if done.approved_by else None
        change = f"change {done.change}" if done.change else None
        yield entry(
            done.at_, sentence_of(done.kind), done.what, who(of, done.by), done.system, done.result, change, approved
        )
    for update in found.updates:
        approved = f"approved by {who(of, update.approved_by)}" if update.approved_by else None
        yield entry(update.at_, f"Update, {update.audience}", update.text, who(of, update.by), update.ref, approved)
    for check in found.validation:
        yield entry(check.at_, f"Check {check.result}", check.check, who(of, check.by, check.role))
    if (back := found.returned) is not None:
        yield entry(back.at_, "Return to production", back.reduced or "In full", who(of, back.by, back.role))


def _decisions(of: PageContext, one: Incident) -> Iterator[ResponseLogEntry]:
    for found in one.response.decisions:
        approved = f"approved by {who(of, found.approved_by)}" if found.approved_by else ""
        notes = (
            f"Decided: {found.chosen}",
            found.reason,
            f"out of: {'; '.join(found.options)}" if found.options else "",
            approved,
        )
        yield ResponseLogEntry(
            escape(stamp(found.at_)), escape(found.id), escape(found.question), escape(who(of, found.by, found.role)),
            escape_all(filter(None, notes)),
        )  # fmt: skip


def _notice(of: PageContext, found: NoticeDecision) -> NoticeRow:
    words = {"notify": "Notify", "not-required": "Not required", "pending": "Not decided yet"}
    approved = f", approved by {who(of, found.approved_by)}" if found.approved_by else ""
    by = f"{who(of, found.assessed_by)} on {stamp(found.assessed)}{approved}" if found.assessed_by else ""
    late = f"; late because {found.late_reason}" if found.late_reason else ""
    to = f" to {found.recipient}" if found.recipient else ""
    sent = f"{stamp(found.sent)}{to}{late}" if found.sent else ""
    assumed = " (a threshold taken as met)" if found.assumed else ""
    clock = (
        of.thing(found.clock, "clock_catalogue", f"clock-{found.clock}")
        if found.clock in of.book.clock
        else unlinked(found.clock)
    )
    return NoticeRow(
        clock=clock,
        decision=escape(f"{words[found.decision]}{assumed}"),
        reason=escape(found.reason or ""),
        by=escape(by),
        sent=escape(sent or ("no notice was sent" if found.decision == "notify" else "")),
    )
