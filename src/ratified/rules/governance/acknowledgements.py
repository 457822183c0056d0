"""GOV-11 and GOV-18: people who have not acknowledged what they are asked for, and lines that count for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.acknowledged_lines import AcknowledgedLine
from ratified.approval.acknowledgements import void_if_merged
from ratified.clock.lengths import may_outlast
from ratified.model.acknowledgement import FOLDER, own_path
from ratified.model.place import Place
from ratified.rules.documents import entry
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.approval.record import ApprovalRecord
    from ratified.model.acknowledged import Acknowledgement, AskedDocument, AskedPerson
    from ratified.policy import Book

LIMIT = "new-hire-acknowledgement"
"""The limit of the policy by which somebody acknowledges it; a company that promises no time has none."""


@record_rule("GOV-11", "error", "A document that somebody has not acknowledged in time", since="0.2.0")
def acknowledgement_missing(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The approved register asks everybody to acknowledge a document, under `acknowledgements`, and somebody of the
    approved roster has not, though their time is over. It runs for `within`, from the latest of the day that the
    register names, their own first day, and the last amendment that the register calls material, and not before an
    approved register said so. Or the register gives more time for a document with clauses than the limit
    `new-hire-acknowledgement` of `data/limits.yml`. Bots are not asked, nor anybody before their first day or after
    their last.

    What counts is their own act: a line in `data/acknowledgements/PERSON.yml` that names the document's fingerprint,
    in a commit whose only author is that person. For people without git a list counts, as weaker, once it is approved
    by somebody who is not on it.

    **Why it matters.** The company says that everybody knows the policy. An assessor takes a sample of people, and of
    those who joined in the period, and asks for the day on which each read which version.

    **How to fix it.** Let them run `ratified acknowledge DOC` and merge that; `ratified status --mine PERSON` says what
    is open for somebody, and the page *Acknowledgements* for everybody.

    **Protects.** CC2.2, CC5.3, A.5.1
    """
    known = record.approvals.acknowledged
    void = {(one.document, one.person) for one in known.refused}
    for asked in known.documents:
        late = (one for one in asked.people if one.late(case.as_of))
        yield from (_late(case.book, asked, one, (asked.document, one.person) in void) for one in late)
    promised = case.book.within(LIMIT)
    register = case.book.register
    with_clauses = {one.id for one in register.documents if register.clauses(one) != "none"}
    for row in register.acknowledgements:
        if promised is not None and row.document in with_clauses and may_outlast(row.within, promised):
            what = f"{row.document} is acknowledged within {row.within}, and the limit {LIMIT} says {promised}"
            yield RuleHit(row.at("within"), what, "write the same time in both", row.document, document=row.document)


def _late(book: Book, asked: AskedDocument, one: AskedPerson, void: bool) -> RuleHit:
    person = book.person.get(one.person)
    place = entry(book, asked.document) if person is None else person.at()
    again = f"; what they acknowledged on {one.earlier.day} is older than that" if one.earlier else ""
    anew = asked.material is not None and one.since >= asked.material.on
    why = f", amended on {asked.material.on}" if anew and asked.material else ""
    message = f"{one.name} had until {one.due} to acknowledge {asked.document}{why}, and has not{again}"
    help_ = f"let {one.name} run `ratified acknowledge {asked.document}` and merge that"
    help_ += ", since a line of theirs counts for nothing (GOV-18)" if void else ""
    return RuleHit(place, message, help_, one.person, document=asked.document)


@record_rule("GOV-18", "warning", "An acknowledgement that counts for nothing", since="0.2.0")
def acknowledgement_void(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A line of `data/acknowledgements/` on main is not that person's own act: somebody else wrote it, committed it,
    signed it or added it while merging; or a signature in their name does not hold. Or it names a text that nobody had
    approved on main before it, a day before the text or after the merge, or one on which that person was not with the
    company. Or it stands in a list that is not approved, or that the person wrote or approved. Or a line that counted
    was taken out or altered, and no other says the same. In a pull request it finds the lines that it would add so.
    Documents that the register does not ask for are left alone.

    **Why it matters.** A signature for somebody else is worse than none. And a line that vanished leaves a hole where
    an assessor was shown evidence before.

    **How to fix it.** Take the line out and let that person acknowledge it by `ratified acknowledge`, in a change of
    their own. What was taken out can be put back by anybody: it counts by the commit that added it first.

    **Protects.** CC2.2, CC5.3
    """
    places = _places(case.book)
    known = record.approvals.acknowledged
    for one in known.refused:
        place = places.get(_key(one), Place(one.path))
        message = f"the line of {one.person} for {one.document} counts for nothing: it {one.why}"
        yield RuleHit(place, message, one.help, one.person, document=one.document)
    pull = record.pull_request
    if pull is not None and any(path.startswith(FOLDER) for path in pull.touched):
        for line, refusal in void_if_merged(record.approvals, _lines(case.book), pull.made):
            message = f"the line of {line.person} for {line.document} would count for nothing: it {refusal.why}"
            place = places.get((*line[:4], str(line.date)), Place(line.path))
            yield RuleHit(place, message, refusal.help, line.person, document=line.document)
    for one in known.removed:
        person = case.book.person.get(one.person)
        if person is None or (person.left is not None and person.left < case.as_of):
            continue
        message = f"{one.person} acknowledged {one.document} on {one.day}, and commit {one.removed[:10]} took that out"
        help_ = f"put the line back as commit {one.landing[:10]} has it: `git show {one.landing[:10]}:{one.path}`"
        yield RuleHit(Place(one.path), message, help_, one.person, document=one.document)


def _key(one: Acknowledgement) -> tuple[str, ...]:
    return one.path, one.person, one.document, one.fingerprint, str(one.day)


def _lines(book: Book) -> Iterator[AcknowledgedLine]:
    """Every line of the checked tree, as the history has those of main."""
    for file in book.acknowledged.people:
        for own in file.acknowledged if own_path(file.person) == file.at().path else ():
            yield AcknowledgedLine(file.at().path, file.person, own.document, own.fingerprint, own.date)
    for listed in book.acknowledged.lists:
        imported = listed.imported is not None
        for one in listed.acknowledged:
            path = listed.at().path
            yield AcknowledgedLine(path, one.person, one.document, one.fingerprint, one.date, True, imported)


def _places(book: Book) -> Mapping[tuple[str, ...], Place]:
    """Where each line stands in the files of the checked tree."""
    found: dict[tuple[str, ...], Place] = {}
    for file in book.acknowledged.people:
        for own in file.acknowledged:
            place = own.at()
            found.setdefault((place.path, file.person, own.document, own.fingerprint, str(own.date)), place)
    for listed in book.acknowledged.lists:
        for row in listed.acknowledged:
            place = row.at()
            found.setdefault((place.path, row.person, row.document, row.fingerprint, str(row.date)), place)
    return found
