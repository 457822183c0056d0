"""One incident: what it was, how severe, and what closing it left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.facts import NamedFact, fact
from ratified.views.records.common import RecordState, level, sentence_of, stamp, state, who
from ratified.views.records.incident_trace import verdict, whole_policy
from ratified.views.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import AffectedCount, Classification, Incident
    from ratified.views.inline import SeverityMark
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink


@dataclass(frozen=True)
class LevelSince:
    """A level from a moment on: the criteria it matched, who set it, and why it was lowered."""

    level: SeverityMark
    since: Safe
    criteria: tuple[PageLink, ...]
    by: Safe
    why: Safe


@dataclass(frozen=True)
class IncidentFactsView:
    """What an incident was. `kept` sums up the trace, `aside` says why a record stands for no incident of its own."""

    id: Safe
    state: RecordState
    kept: Safe
    aside: Safe
    levels: tuple[LevelSince, ...]
    facts: tuple[NamedFact, ...]


def incident_facts(of: PageContext, id_: str) -> IncidentFactsView:
    """The facts of an incident. Raises UnknownNameError where there is no such record."""
    one = of.incident(id_)
    trace = of.trace(one.id)
    aside = one.set_aside
    merged = f", merged into {aside.merged_into}" if aside and aside.merged_into else ""
    return IncidentFactsView(
        id=escape(one.id),
        state=state(one),
        kept=escape(sentence(verdict(trace)) + whole_policy(of, one, trace))
        if trace and not trace.without
        else NOTHING,
        aside=escape(f"Set aside by {who(of, aside.by)} on {stamp(aside.at_)}{merged}: {aside.reason}")
        if aside
        else NOTHING,
        levels=tuple(_levels(of, one.classification)),
        facts=tuple(_facts(of, one)),
    )


def _levels(of: PageContext, found: Classification) -> Iterator[LevelSince]:
    for change in found.severity:
        yield LevelSince(
            level=level(of, change.level),
            since=escape(stamp(change.at_)),
            criteria=tuple(of.thing(id_, "severity_criteria", id_) for id_ in change.criteria),
            by=escape(who(of, change.by, change.role)),
            why=escape(change.reason or ""),
        )


def _facts(of: PageContext, one: Incident) -> Iterator[NamedFact]:
    impact, origin = one.classification.impact, one.origin
    if impact.text:
        yield fact("What happened", impact.text)
    if impact.data:
        yield fact("Data", sentence_of(impact.data), ", ".join(impact.kinds))
    for name, count in (("Customers", impact.customers), ("People", impact.people)):
        if count is not None:
            yield fact(name, _count(count), count.method)
    if impact.systems or impact.properties:
        yield fact("Systems", ", ".join(impact.systems) or "none named", ", ".join(impact.properties))
    if impact.contracts:
        yield fact("Contracts affected", ", ".join(impact.contracts))
    if origin is not None:
        source = of.book.source.get(origin.intake)
        by = f"reported by {who(of, None, origin.reporter)}" if origin.reporter else ""
        yield fact("Reported through", source.title if source else origin.intake, by, origin.vendor)
    for run in one.runbooks:
        version = f"version {run.version}" if run.version else ""
        yield fact("Runbook", of.to_runbook(run.id), version, *(f"left out {s.step}: {s.reason}" for s in run.left_out))
    yield from _closing(of, one)


def _count(found: AffectedCount) -> str:
    if found.n is None:
        return "unknown"
    return f"{found.n:,}, {found.certainty}" if found.certainty != "unknown" else f"{found.n:,}, not certain"


def _closing(of: PageContext, one: Incident) -> Iterator[NamedFact]:
    """What closing asks for, and what happened to the record since."""
    governance = one.governance
    if (found := governance.disclosure) is not None:
        word = "To be disclosed in the system description" if found.significant else "Not for the system description"
        yield fact("Disclosure", word, found.reason, f"decided by {who(of, found.decided_by)} on {found.decided_on}")
    if (full := governance.full_record) is not None:
        yield fact("Full record", full.location, f"SHA-256 {full.sha256}")
    if governance.keep_until:
        yield fact("Kept until", governance.keep_until)
    yield fact("Record", f"{one.confidentiality}, redacted", f"ticket {one.ticket}" if one.ticket else "")
    for again in one.reopened:
        yield fact("Reopened", stamp(again.at_), again.sign, f"by {who(of, again.by)}")
    for change in one.amendments:
        yield fact("Amended after closing", stamp(change.at_), change.what, f"{who(of, change.by)}: {change.why}")
