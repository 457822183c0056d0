"""The first thing on the home page: are we current? One answer, one sentence, and the figures to go on from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratified.model.plurals import how_many
from ratified.policy.records.actions import actions
from ratified.policy.records.statements import held
from ratified.views.approvals.currency import Currency, currency
from ratified.views.approvals.due import SOON, due_soon, within
from ratified.views.approvals.status import SiteVerdicts, VerdictStatus
from ratified.views.approvals.table import UNJUDGED
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.evidence.period import STATES
from ratified.views.home.findings import NOT_MADE, counts
from ratified.views.records.actions import open_actions
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.check.judgement import Judgement
    from ratified.check.period import PeriodState
    from ratified.views.page_context import PageContext

Kind = Literal["good", "care", "bad", "none"]
"""How a figure looks: a sign and a colour beside words that say it."""

_PERIOD: Mapping[PeriodState, Kind] = {
    "kept": "good",
    "so far": "good",
    "open": "care",
    "broken": "bad",
    "ahead": "none",
    "draft": "none",
}


@dataclass(frozen=True)
class HomeFigure:
    """One figure: what it is about, linked to where the page says more, the figure, and a line below."""

    name: PageLink
    value: Safe
    note: Safe
    kind: Safe


@dataclass(frozen=True)
class HomeVerdict:
    """The answer, as a status with the last day on which it holds; a sentence; `lapse` for a page that is older.

    `judged` is the day and the commit; empty where no history was judged.
    """

    answer: VerdictStatus
    told: tuple[Safe, ...]
    lapse: Safe
    judged: tuple[PageLink, ...]
    figures: tuple[HomeFigure, ...]


def home_verdict(of: PageContext) -> HomeVerdict:
    """Whether everything is approved and current, and what the other parts of the page come to."""
    standing = of.standing
    if standing is None:
        return HomeVerdict(VerdictStatus(Safe("none"), escape("Not judged.")), (escape(UNJUDGED),), NOTHING, (), ())
    now = currency(standing)
    kind, words = _answer(now, standing.checked)
    ends = now.until if now.in_force and not now.wanting else None
    answer = VerdictStatus(Safe(kind), escape(words), escape(ends or ""), escape("Lapsed: rebuild" if ends else ""))
    lapse = f"This page was built for {standing.as_of}. It expired after {ends}: rebuild the site."
    return HomeVerdict(
        answer=answer,
        told=escape_all(_sentences(now, standing.checked)),
        lapse=escape(lapse if ends else ""),
        judged=(unlinked(standing.as_of), standing.commit(standing.head)),
        figures=tuple(_figures(of, standing, now)),
    )


def _answer(now: Currency, checked: Judgement | None) -> tuple[Kind, str]:
    if now.word == "draft" and not now.in_force:
        return "none", "Not in force yet."
    if now.wanting:
        return ("care" if now.word == "pending" else "bad"), "Not all documents are approved and up to date."
    if checked is not None and (checked.errors or checked.undecided):
        what = "the check could not decide" if checked.undecided else f"the check finds {_errors(checked)}"
        return "care", f"All documents approved and up to date, but {what}."
    if now.word == "claimed":
        return "care", "All documents up to date, some approved by name only."
    return "good", "All documents approved and up to date."


def _errors(checked: Judgement) -> str:
    return how_many(checked.errors, "error")


def _sentences(now: Currency, checked: Judgement | None) -> Iterator[str]:
    if now.word == "draft" and not now.in_force:
        yield f"Nothing is in force, so none of {now.total} documents is approved; they are not binding yet."
        return
    if now.wanting:
        yield f"Of {now.total} documents {now.in_force} are approved and up to date; {now.wanting}."
    else:
        by_name = now.counts.get("claimed", 0)
        named = f", {by_name} of them by name only" if by_name else ""
        yield f"All {now.total} documents are approved and up to date{named}."
    if now.next is not None:
        yield f"Next review: {now.next.verdict.title} by {now.next.day}, {within(now.next.days)}."
    if now.wanting and checked is not None and checked.errors:
        yield f"The check finds {_errors(checked)}."


def _figures(of: PageContext, standing: SiteVerdicts, now: Currency) -> Iterator[HomeFigure]:
    whole: Kind = "bad" if now.wanting else "good"
    kind: Kind = "none" if now.word == "draft" and not now.in_force else whole
    name = of.thing("Documents approved", "home_documents", "home-documents")
    yield _figure(name, escape(f"{now.in_force} of {now.total}"), escape(now.wanting), kind)
    yield _due(of, draft=kind == "none")
    yield _found(of, standing.checked)
    for found in standing.periods[:1]:
        state = _PERIOD[found.state]
        name = of.thing(f"Audit period {found.period.name}", "period_verdict", f"period-{found.period.name}")
        reasons = sum(reason.level not in {"waived", "cured"} for reason in found.reasons)
        note = how_many(reasons, "issue to fix", "issues to fix") if reasons else f"until {found.period.ends}"
        yield _figure(name, escape(STATES[found.state]), escape(note), state)
    yield _exercise(of)
    yield _actions(of)


def _figure(name: PageLink, value: Safe, note: Safe, kind: Kind) -> HomeFigure:
    return HomeFigure(name, value, note, Safe(kind))


def _due(of: PageContext, draft: bool) -> HomeFigure:
    soon = due_soon(of)
    name = of.thing(f"Due within {SOON} days", "due_soon", "home-due")
    first = soon.rows[0] if soon.rows else None
    note = Safe(f"{first.document.text}, {first.within}") if first else escape("nothing is due")
    kind: Kind = "bad" if soon.now else "care" if soon.close else "none" if draft or soon.rows else "good"
    return _figure(name, escape(len(soon.rows) or "none"), note, kind)


def _found(of: PageContext, checked: Judgement | None) -> HomeFigure:
    name = of.thing("Open findings", "open_findings", "home-findings")
    if checked is None or checked.undecided:
        return _figure(name, escape("unknown"), escape(NOT_MADE if checked is None else "could not decide"), "care")
    number = checked.errors + checked.warnings
    note = counts(checked) if number or checked.waived else "the check finds nothing"
    kind: Kind = "bad" if checked.errors else "care" if number else "good"
    return _figure(name, escape(number or "none"), escape(note), kind)


def _exercise(of: PageContext) -> HomeFigure:
    name = of.thing("Last exercise", "last_exercise", "home-exercise")
    days = [one.held_on for one in held(of.book) if one.held_on is not None and one.held_on <= of.as_of]
    if not days:
        return _figure(name, escape("none"), escape("none has been held"), "none")
    return _figure(name, escape(max(days)), escape(f"{how_many((of.as_of - max(days)).days, 'day')} ago"), "none")


def _actions(of: PageContext) -> HomeFigure:
    name = of.thing("Open actions", "open_actions", "home-actions")
    found = open_actions(of)
    shut = sum(action.closed_on is not None for _, action in actions(of.book))
    if not found.rows:
        return _figure(name, escape("none"), escape(f"{shut} closed" if shut else "none was set"), "good")
    late = f", {found.overdue} overdue" if found.overdue else ""
    note = Safe(f"{found.rows[0].age or 'no age known'}{late}")
    return _figure(name, escape(len(found.rows)), note, "bad" if found.overdue else "care")
