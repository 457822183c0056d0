"""Runbooks: the index, and what each shows of its own front matter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape, escape_all
from ratified.views.inline import RoleMark, SeverityMark, held_role, severity
from ratified.views.people.ladder import SilenceLadder, commander_ladder
from ratified.views.people.on_call_data import SCRIPTS, duty_data
from ratified.views.people.roster import calls_of
from ratified.views.people.ways import WayLink, emergency_link
from ratified.views.site_map import PageLink
from ratified.views.wording import order, plain, target_name

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class RunbookRow:
    """A runbook in the index. `status` is empty where it is in use."""

    link: PageLink
    id: Safe
    title: Safe
    scenarios: tuple[Safe, ...]
    mark: SeverityMark | None
    owner: PageLink
    status: Safe


@dataclass(frozen=True)
class RunbookCard:
    """What a responder needs to know before the first step. `silence` says whom to ask when the commander is silent,
    `emergency` rings the company's own line, None where it names none. `data` goes into a `script` of type
    `application/json` as it is, `scripts` are addresses, to load in order.
    """

    mark: SeverityMark | None
    owner: PageLink
    order: Safe
    order_reason: Safe
    signals: tuple[Safe, ...]
    roles: tuple[RoleMark, ...]
    silence: SilenceLadder | None
    emergency: WayLink | None
    as_of: Safe
    escalate_if: tuple[PageLink, ...]
    related: tuple[PageLink, ...]
    clauses: tuple[PageLink, ...]
    criteria: tuple[PageLink, ...]
    status: Safe
    data: Safe
    scripts: tuple[Safe, ...]


@dataclass(frozen=True)
class EvidenceRow:
    """One thing to preserve."""

    item: Safe
    source: Safe
    method: Safe
    volatile: bool
    keep: Safe


@dataclass(frozen=True)
class RunbookDecisionRow:
    """A question with its owner; `deadline` names the target, `within` its time at the default severity."""

    id: Safe
    question: Safe
    owner: PageLink
    options: tuple[Safe, ...]
    deadline: Safe
    within: Safe


@dataclass(frozen=True)
class ValidationRow:
    """A check before return to production, and who signs it."""

    check: Safe
    owner: PageLink


def runbook_index(of: PageContext) -> tuple[RunbookRow, ...]:
    """Every runbook by id."""
    rows = []
    for id_, page in sorted(of.book.runbook.items()):
        front = page.runbook
        if front is None:
            continue
        rows.append(
            RunbookRow(
                link=PageLink(escape(f"{id_} {front.title}"), of.site_map.page(page.path, of.page)),
                id=escape(id_),
                title=escape(front.title),
                scenarios=tuple(escape(plain(tag)) for tag in front.scenario_tags),
                mark=_mark(of, front.default_severity),
                owner=of.role(front.owner_role),
                status=escape("" if front.status == "active" else front.status),
            )
        )
    return tuple(rows)


def _mark(of: PageContext, severity_id: str) -> SeverityMark | None:
    return severity(of, severity_id) if severity_id in of.book.level else None


def runbook_card(of: PageContext) -> RunbookCard:
    """The card of the runbook that asks."""
    front = of.runbook()
    return RunbookCard(
        mark=_mark(of, front.default_severity),
        owner=of.role(front.owner_role),
        order=escape(order(front.order)),
        order_reason=escape(front.order_reason),
        signals=escape_all(front.entry_signals),
        roles=tuple(replace(held_role(of, id_), calls=calls_of(of, id_)) for id_ in front.roles_required),
        silence=commander_ladder(of),
        emergency=emergency_link(of.book.roles.emergency),
        as_of=escape(of.as_of),
        escalate_if=tuple(_criterion(of, id_) for id_ in front.escalate_if),
        related=tuple(_related(of, id_) for id_ in front.related_runbooks),
        clauses=tuple(of.clause(id_) for id_ in front.policy_clauses),
        criteria=tuple(of.requirement(id_) for id_ in front.criteria),
        status=escape("" if front.status == "active" else front.status),
        data=duty_data(of.book, of.as_of),
        scripts=tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _criterion(of: PageContext, id_: str) -> PageLink:
    found = of.book.criterion.get(id_)
    return of.thing(f"{id_} {found.short}" if found else id_, "severity_criteria", id_)


def _related(of: PageContext, id_: str) -> PageLink:
    page = of.book.runbook.get(id_)
    return PageLink(escape(f"{id_} {page.title}" if page else id_), of.to_runbook(id_).href)


def evidence_table(of: PageContext) -> tuple[EvidenceRow, ...]:
    """What to preserve, what vanishes first on top."""
    rows = []
    for found in sorted(of.runbook().evidence, key=lambda e: not e.volatile):
        keep = of.book.within(found.retention) or plain(found.retention)
        rows.append(
            EvidenceRow(escape(found.item), escape(found.source), escape(found.method), found.volatile, escape(keep))
        )
    return tuple(rows)


def decisions_table(of: PageContext) -> tuple[RunbookDecisionRow, ...]:
    """The questions of the runbook that asks."""
    front = of.runbook()
    level = of.book.level.get(front.default_severity)
    rows = []
    for found in front.decisions:
        within = getattr(level.targets, found.deadline, None) if level else None
        rows.append(
            RunbookDecisionRow(
                id=escape(found.id),
                question=escape(found.question),
                owner=of.role(found.owner_role),
                options=escape_all(found.options),
                deadline=escape(target_name(found.deadline).partition(",")[0]),
                within=escape(f"{within} at {level.name}" if level and within not in {None, "none"} else ""),
            )
        )
    return tuple(rows)


def validation_table(of: PageContext) -> tuple[ValidationRow, ...]:
    """The checks of the runbook that asks."""
    return tuple(ValidationRow(escape(v.check), of.role(v.owner_role)) for v in of.runbook().validation)
