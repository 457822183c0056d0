"""Every clause of the policy with what shows that it is kept, when that was last exercised, and what nothing shows.

One table of facts: the command and the site lay out the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratified.approval.authority import BUILT_IN_TITLES
from ratified.model.plurals import counted
from ratified.model.promises import ManualCheck, Promise
from ratified.policy.book import clause_order
from ratified.policy.clause_text import in_short, normative
from ratified.policy.records.fields import FIELDS, last_record
from ratified.policy.roster.holders import title
from ratified.rules import BY_CODE, RuleInput
from ratified.rules.policy import policy_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ratified.model.finding import Finding
    from ratified.model.place import Place
    from ratified.model.prose import Page
    from ratified.model.verdict import DocumentVerdict
    from ratified.policy import Book

Kind = Literal["rule", "record", "document", "manual"]
State = Literal["checked", "in part", "unchecked", "unaccounted", "explains"]


@dataclass(frozen=True)
class ClauseProof:
    """One thing that shows a promise to be kept.

    `id` is the code of a rule, the path of a field, the id of a document or of a role; `title` says in words what it
    is, or what somebody looks at. `often` says how often, `last` when it was last exercised (a UTC day; None where it
    never was, or nobody can say) and `note` what is to be known of that. `known` is false where the thing does not
    exist (COV-11): then it shows nothing.
    """

    kind: Kind
    id: str
    title: str
    often: str
    last: date | None
    note: str
    known: bool = True


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause: where it stands, its first sentence in plain words, its proofs, and why nothing shows the rest.

    `promises` is false for a clause that only explains.
    """

    id: str
    place: Place
    words: str
    criteria: tuple[str, ...]
    promises: bool
    proofs: tuple[ClauseProof, ...]
    unchecked: str | None

    @property
    def state(self) -> State:
        """How it stands: `unaccounted` is a promise with neither a proof that exists nor a reason (COV-10, COV-11)."""
        if any(proof.known for proof in self.proofs):
            return "in part" if self.unchecked else "checked"
        if self.unchecked:
            return "unchecked"
        return "unaccounted" if self.promises or self.proofs else "explains"

    @property
    def exercised(self) -> bool:
        """Whether any proof was ever exercised: a rule is whenever somebody checks, the others once they have a day."""
        return any(proof.known and (proof.kind == "rule" or proof.last is not None) for proof in self.proofs)


def counts(found: Sequence[ClauseCoverage]) -> Mapping[str, int]:
    """How many clauses there are, how many in each state, and how many have proofs of which none was exercised yet."""
    states = Counter(account.state for account in found)
    named: tuple[State, ...] = ("checked", "in part", "unchecked", "unaccounted", "explains")
    covered = [account for account in found if account.state in {"checked", "in part"}]
    waiting = sum(not account.exercised for account in covered)
    return {"clauses": len(found), **{s.replace(" ", "_"): states[s] for s in named}, "not_exercised": waiting}


def counts_in_words(found: Sequence[ClauseCoverage]) -> str:
    """The counts in one sentence."""
    count = counts(found)
    parts = [
        f"{count['checked'] + count['in_part']} with proof, {count['in_part']} of them in part",
        f"{count['unchecked']} unchecked with a reason",
        f"{count['unaccounted']} with neither",
        *([f"{count['explains']} that make no commitment"] if count["explains"] else []),
    ]
    waiting = f"; of {count['not_exercised']} no proof was exercised yet" if count["not_exercised"] else ""
    return f"{count['clauses']} clauses: {', '.join(parts)}{waiting}"


@dataclass(frozen=True)
class CheckEvidence:
    """What is known of the day: verdicts by document id, and the findings of a check; None where none was made."""

    verdicts: Mapping[str, DocumentVerdict]
    findings: Sequence[Finding] | None = None


def clause_coverage(book: Book, as_of: date, known: CheckEvidence) -> tuple[ClauseCoverage, ...]:
    """Every clause of the policy in force on a day (UTC), in the order of the clauses' numbers."""
    rows = {row.clause: row for row in reversed(book.coverage.promises)}
    found = Counter(f.code for f in known.findings or () if f.waived is None)
    made = []
    for page in _pages(book, as_of):
        for clause in page.clauses:
            row = rows.get(clause.id) or Promise(clause=clause.id)
            made.append(
                ClauseCoverage(
                    id=clause.id,
                    place=clause.place,
                    words=in_short(book, page, clause),
                    criteria=clause.criteria,
                    promises=normative(page, clause),
                    proofs=tuple(_proofs(book, as_of, row, known, found)),
                    unchecked=row.unchecked,
                )
            )
    return tuple(sorted(made, key=lambda account: clause_order(account.id)))


def _pages(book: Book, as_of: date) -> Iterator[Page]:
    """The pages of the policy whose class does not leave out what shows that clauses are kept."""
    asked = BY_CODE["COV-10"]
    return (page for page in policy_pages(RuleInput(book, as_of)) if asked.asks_of(book, page.path))


def _proofs(book: Book, as_of: date, row: Promise, known: CheckEvidence, found: Counter[str]) -> Iterator[ClauseProof]:
    for code in row.rules:
        yield _rule(book, code, as_of if known.findings is not None else None, found[code])
    for field in row.records:
        yield _field(book, field, as_of)
    for document in row.documents:
        yield _document(book, document, known.verdicts.get(document), as_of)
    for check in row.manual:
        there = check.role in book.role or check.role in book.outside_role
        said = f"{title(book, check.role)}: {check.what}"
        yield ClauseProof("manual", check.role, said, _often(book, check), None, "not recorded", there)


def _rule(book: Book, code: str, ran: date | None, count: int) -> ClauseProof:
    rule = BY_CODE.get(code)
    if rule is None:
        return ClauseProof("rule", code, "no such rule", "", None, "shows nothing", known=False)
    if not rule.asks(book):
        return ClauseProof("rule", code, rule.title, "", None, "not asked here, shows nothing", known=False)
    findings = counted(count, "finding") if count else ""
    return ClauseProof("rule", code, rule.title, "each check", ran, findings if ran else "runs with each check")


def _field(book: Book, field: str, as_of: date) -> ClauseProof:
    if field not in FIELDS:
        return ClauseProof("record", field, "no such field", "", None, "shows nothing", known=False)
    last = last_record(book, field, as_of)
    often = f"each {field.partition('.')[0]}"
    return ClauseProof("record", field, "", often, last.day if last else None, last.id if last else "no record yet")


def _document(book: Book, id_: str, verdict: DocumentVerdict | None, as_of: date) -> ClauseProof:
    entry = next((d for d in book.register.documents if d.id == id_), None)
    name = entry.title if entry else BUILT_IN_TITLES.get(id_)
    if name is None or (entry is not None and entry.retired is not None and entry.retired <= as_of):
        return ClauseProof("document", id_, "no such document in force", "", None, "shows nothing", known=False)
    approval = verdict.approval if verdict else None
    day = approval.at.date() if approval else None
    note = verdict.verdict if verdict and verdict.verdict != "draft" else "not in force"
    return ClauseProof("document", id_, name, "each approval", day, note)


def _often(book: Book, check: ManualCheck) -> str:
    if check.each is not None:
        return f"each {check.each}"
    span = check.every or book.within(check.limit or "")
    return f"every {span}" if span is not None else "nobody says how often"
