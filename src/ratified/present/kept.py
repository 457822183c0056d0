"""What shows that each clause of the policy is kept, as the command `ratified coverage` lists it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from ratified.judgement.accounts import Account, Exercised, Proof, accounts, told
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.outlook import Outlook
from ratified.present.standing import Standing


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One proof: what it is, in words, how often, and when it was last exercised. `kind` names it for the layout."""

    kind: Safe
    name: Link
    text: Safe
    often: Safe
    last: Safe


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A clause with its first sentence and its proofs. `missing` is set where it has neither proof nor reason."""

    clause: Link
    words: Safe
    proofs: tuple[ProofLine, ...]
    unchecked: Safe
    missing: bool


@dataclass(frozen=True, slots=True)
class PromiseChapter:
    """The promises of one page."""

    page: Link
    rows: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause that nothing checks, or of which nothing checks the rest, and why."""

    clause: Link
    words: Safe
    part: bool
    reason: Safe


@dataclass(frozen=True, slots=True)
class Promises:
    """How many clauses stand how, in one sentence; what nothing checks; and every promise by chapter."""

    told: Safe
    gaps: tuple[Gap, ...]
    chapters: tuple[PromiseChapter, ...]


def promise_table(of: Outlook) -> Promises:
    """Every clause that promises something. Of what nothing checks, what lacks a reason stands before all."""
    found = accounts(of.book, of.as_of, exercised(of.standing))
    titles = {page.path: page.title for page in of.book.pages}
    promised = groupby((a for a in found if a.state != "explains"), key=lambda account: account.place.path)
    chapters = (
        PromiseChapter(
            Link(escape(titles[path]), of.atlas.page(path, of.page)), tuple(_row(of, account) for account in group)
        )
        for path, group in promised
    )
    states = ("unaccounted", "unchecked", "in part")
    gaps = (_gap(of, account) for state in states for account in found if account.state == state)
    return Promises(escape(f"{told(found)}."), tuple(gaps), tuple(chapters))


def exercised(standing: Standing | None) -> Exercised:
    """What is known of the day; a check that could not decide found nothing that counts."""
    if standing is None:
        return Exercised({})
    checked = standing.checked
    return Exercised(standing.verdicts, checked.findings if checked is not None and not checked.undecided else None)


def _row(of: Outlook, account: Account) -> PromiseRow:
    return PromiseRow(
        of.clause(account.id),
        escape(account.words),
        tuple(proof_line(of, proof) for proof in account.proofs),
        escape(account.unchecked) if account.unchecked else NOTHING,
        account.state == "unaccounted",
    )


def proof_line(of: Outlook, proof: Proof) -> ProofLine:
    """A proof as a line of a table."""
    day = proof.last.isoformat() if proof.last else ""
    last = f"{day}, {proof.note}" if day and proof.note else day or proof.note
    return ProofLine(escape(proof.kind), _name(of, proof), escape(proof.title), escape(proof.often), escape(last))


def _name(of: Outlook, proof: Proof) -> Link:
    """What a proof is called, linked to the page that says more of it."""
    if proof.kind == "rule" and proof.known:
        return Link(escape(proof.id), of.atlas.page(f"docs/rules/{proof.id}.md", of.page))
    if proof.kind == "document":
        return of.thing(proof.id, "approval_timelines", f"history-{proof.id}")
    return of.role(proof.id) if proof.kind == "manual" else Link(escape(proof.id))


def _gap(of: Outlook, account: Account) -> Gap:
    reason = account.unchecked or "no reason is given"
    return Gap(of.clause(account.id), escape(account.words), account.state == "in part", escape(reason))
