"""Waivers: which findings are accepted for a while, and which waivers accept nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.rules import BY_CODE, RuleHit
from ratified.rules.governance.waivers import faults_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from ratified.model.finding import Finding
    from ratified.model.governance import Waiver
    from ratified.policy import Book


def apply_waivers(
    book: Book, findings: Sequence[Finding], as_of: date, approved: Collection[Waiver] | None = None
) -> tuple[Finding, ...]:
    """All findings in order, those with a waiver in force marked with its reason.

    `approved` are the waivers of the approved AUTHORITY, None where no history was read. What git finds is waived by
    those alone: a change may not bring the waiver of its own missing approval.

    A waiver that covers nothing is itself a finding (GOV-13), or a list of exceptions would only ever grow.
    One that GOV-13 finds at fault is not in force: it accepts nothing.
    """
    in_force = [w for w in book.waivers.waivers if not faults_of(w, book, as_of)]
    ratified = in_force if approved is None else [waiver for waiver in in_force if waiver in approved]
    marked = [_marked(finding, ratified if BY_CODE[finding.code].ask_record else in_force) for finding in findings]
    idle = [w for w in in_force if not any(_covers(w, finding) for finding in findings)]
    return tuple(sorted([*marked, *(_idle(w, book) for w in idle)], key=lambda f: f.order))


def _covers(waiver: Waiver, finding: Finding) -> bool:
    path, _, subject = waiver.place.partition("#")
    fits = waiver.code == finding.code and path == finding.place.path and subject in {"", finding.subject}
    return fits and BY_CODE[finding.code].waivable


def _marked(finding: Finding, waivers: Sequence[Waiver]) -> Finding:
    waiver = next((w for w in waivers if _covers(w, finding)), None)
    return replace(finding, waived=waiver.reason) if waiver else finding


def _idle(waiver: Waiver, book: Book) -> Finding:
    place = waiver.at("place")
    message = f"the waiver of {waiver.code} at {waiver.place} matches no finding"
    document = book.document_of(place.path)
    hit = RuleHit(place, message, "remove it, or correct its place", waiver.code)
    return BY_CODE["GOV-13"].finding(hit, document.id if document else None)
