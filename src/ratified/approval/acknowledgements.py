"""Who acknowledged which document: what the approved register asks, of whom, and which lines answer it.

Register and roster are those of the last approved AUTHORITY, so that no unapproved change asks less, or of fewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.acknowledged_lines import traced_lines
from ratified.approval.acknowledging import LineJudge
from ratified.clock.lengths import shortest
from ratified.model.acknowledged import (
    NOTHING_ASKED,
    Acknowledgement,
    Acknowledgements,
    AskedDocument,
    AskedPerson,
    MaterialText,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ratified.approval.acknowledged_lines import AcknowledgedLine
    from ratified.approval.acknowledgement_refusals import LineRefusal
    from ratified.approval.authority import Authority
    from ratified.approval.past_data import PastAsked, PastPerson
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.landing import Contributor

_STRENGTH = ("own key", "own name", "list", "import")


def acknowledgements(approvals: ApprovalHistory) -> Acknowledgements:
    """Who is asked for which document on the day, what counts for them, and what counts for nothing."""
    authority, documents = approvals.authority, approvals.documents
    asked: dict[str, PastAsked] = {}
    for row in authority.register.acknowledgements if authority and approvals.draft is None else ():
        if row.document in documents:  # GOV-15 says which are not
            asked.setdefault(row.document, row)
    if authority is None or not asked:
        return NOTHING_ASKED
    judge = LineJudge(approvals)
    traced = [one for one in traced_lines(approvals.timeline) if one.line.document in asked]
    judge.prefetch(traced)
    lines = [judge.judged(one) for one in traced]
    standing = [one for one in lines if not one.why and not one.removed]
    return Acknowledgements(
        tuple(_asked(approvals, authority, row, judge.texts.material(row), standing) for row in asked.values()),
        refused=tuple(one for one in lines if one.why and not one.removed),
        removed=tuple(one for one in lines if one.removed and not one.why and not _stands(one, standing)),
    )


def void_if_merged(
    approvals: ApprovalHistory, lines: Iterable[AcknowledgedLine], made: Sequence[Contributor]
) -> Iterator[tuple[AcknowledgedLine, LineRefusal]]:
    """Of the lines of a pull request by these people those that main lacks and that would count for nothing."""
    asked = {one.document for one in approvals.acknowledged.documents}
    standing = {one.line for one in traced_lines(approvals.timeline) if one.removed is None} if asked else set()
    judge = LineJudge(approvals)
    for line in lines:
        refused = None if line in standing or line.document not in asked else judge.proposed(line, made)
        if refused is not None:
            yield line, refused


def _stands(gone: Acknowledgement, standing: Iterable[Acknowledgement]) -> bool:
    """Whether another line says the same of the same person."""
    said = (gone.person, gone.document, gone.fingerprint)
    return any(said == (one.person, one.document, one.fingerprint) for one in standing)


def _asked(
    approvals: ApprovalHistory,
    authority: Authority,
    row: PastAsked,
    material: MaterialText | None,
    lines: Sequence[Acknowledgement],
) -> AskedDocument:
    timeline, day = approvals.timeline, approvals.decisions.as_of
    first = max([row.since, *_asked_from(approvals, row, material)])
    own: Mapping[str, list[Acknowledgement]] = {id_: [] for id_ in authority.person}
    for line in lines:
        if line.document == row.document:
            own.get(line.person, []).append(line)
    people = tuple(_person(one, max(first, one.started), row, material, own[one.id]) for one in _staff(authority, day))
    definition = approvals.documents[row.document]
    return AskedDocument(
        row.document, definition.title, timeline.fingerprint(row.document, approvals.head), material, people
    )


def _asked_from(approvals: ApprovalHistory, row: PastAsked, material: MaterialText | None) -> Iterator[date]:
    """The days before which nobody can have known that they are asked: of the first approved register that asks for the
    document, of the material amendment, and of the first one that calls it so."""
    timeline = approvals.timeline
    registers = [(n, found.register) for n in approvals.decisions.approved.numbers if (found := timeline.authority(n))]
    asking = [
        (n, one) for n, register in registers for one in register.acknowledgements if one.document == row.document
    ]
    yield from (timeline.day(number) for number, _ in asking[:1])
    if material is not None:
        yield material.on
        calls = [n for n, one in asking if any(named.amended in material.named for named in one.material)]
        yield from (timeline.day(number) for number in calls[:1])


def _staff(authority: Authority, day: date) -> Iterator[PastPerson]:
    """Who belongs to the company on a day: no bots, nobody before their first day or after their last."""
    for person in authority.person.values():
        if person.kind == "human" and person.started <= day and (person.left is None or day <= person.left):
            yield person


def _person(
    person: PastPerson, since: date, row: PastAsked, material: MaterialText | None, own: list[Acknowledgement]
) -> AskedPerson:
    """What counts for somebody: the strongest line of a text that is not older than the material amendment."""
    least = -1 if material is None else material.number
    ordered = sorted(own, key=lambda one: (_STRENGTH.index(one.by), one.on, one.landing))
    done = next((one for one in ordered if one.text >= least), None)
    earlier = max((one for one in own if one.text < least), key=lambda one: one.on, default=None)
    due = since + shortest(row.within)
    return AskedPerson(person.id, person.name or person.id, since, due, done, earlier if done is None else None)
