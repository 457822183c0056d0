"""What was learned from one incident: its review, what deviated and who accepted it, what changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.holders import title
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.facts import NamedFact, fact
from ratified.views.records.actions import ActionRow, rows_of
from ratified.views.records.common import sentence_of, stamp, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.review import IncidentReview
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class DeviationRow:
    """A promise that was not kept: what it took, why, and who accepted that."""

    promise: Safe
    took: Safe
    reason: Safe
    accepted: Safe
    signed: bool


@dataclass(frozen=True)
class ReviewView:
    """The review of an incident. `none` says in place of its facts that it was not held."""

    facts: tuple[NamedFact, ...]
    deviations: tuple[DeviationRow, ...]
    actions: tuple[ActionRow, ...]
    none: Safe = NOTHING


def incident_review(of: PageContext, id_: str) -> ReviewView:
    """The review of an incident. Raises UnknownNameError where there is no such record."""
    one = of.incident(id_)
    return ReviewView(
        facts=tuple(_facts(of, one.review)) if one.review else (),
        deviations=tuple(
            DeviationRow(
                promise=escape(found.promise),
                took=escape(found.took or ""),
                reason=escape(found.reason),
                accepted=escape(f"{who(of, found.accepted_by)} on {stamp(found.accepted)}")
                if found.accepted_by
                else escape("nobody has signed it"),
                signed=found.accepted_by is not None,
            )
            for found in one.deviations
        ),
        actions=rows_of(of, one),
        none=NOTHING if one.review else escape("No review has been recorded."),
    )


def _facts(of: PageContext, found: IncidentReview) -> Iterator[NamedFact]:
    if found.held:
        by = f"led by {who(of, found.facilitator)}" if found.facilitator else ""
        yield fact("Held", stamp(found.held), by)
    if found.published:
        yield fact(
            "Published",
            stamp(found.published),
            f"to {', '.join(title(of.book, to) for to in found.sent_to)}" if found.sent_to else "",
        )
    if found.attendees:
        there = (f"{who(of, a.person, a.role)}{' (in writing)' if a.in_writing else ''}" for a in found.attendees)
        yield fact("Took part", "; ".join(there))
    if (cause := found.root_cause) is not None:
        yield fact(
            "Root cause", sentence_of(cause.category), cause.text, cause.evidence and f"evidence: {cause.evidence}"
        )
    if found.contributing:
        yield fact("Contributed", "; ".join(found.contributing))
    if found.worked:
        yield fact("Worked", "; ".join(found.worked))
    for name, text in (("Detection gap", found.detection_gap), ("Was the severity right", found.severity_right)):
        if text:
            yield fact(name, text)
    if (better := found.improvement) is not None:
        signed = f"signed by {who(of, better.signed_by)} on {better.signed_on}" if better.signed_by else "not signed"
        word = "Controls change" if better.decision == "change" else "Controls stay as they are"
        yield fact("Decision on controls", word, better.reason, signed)
