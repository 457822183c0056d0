"""What shows that each clause is kept, and what answers each requirement of our own: for people and as JSON."""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ratified.analysis.clause_coverage import ClauseCoverage, ClauseProof, State, counts, counts_in_words
from ratified.model.dates import iso
from ratified.output import finding_rows, terminal
from ratified.output.json_report import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ratified.model.finding import Finding
    from ratified.model.requirements import OwnRequirement
    from ratified.policy.requirements import RequirementAnswers

    OwnRows = Sequence[tuple[OwnRequirement, RequirementAnswers]]

SCHEMA = "ratified/coverage/1"
_WORDS, _PROOF = 50, 42
"""Widths of the columns that hold a promise and what checks it."""

_NOTHING: Mapping[State, str] = {"unchecked": "nothing, see below", "explains": "makes no commitment"}


def render_json(
    accounts: Sequence[ClauseCoverage], own: OwnRows, findings: Sequence[Finding], as_of: date, head: str | None
) -> str:
    """The accounts, our own requirements and the findings about promises, with a versioned schema."""
    return dumps(
        {
            "schema": SCHEMA,
            "as_of": as_of.isoformat(),
            "head": head,
            "summary": dict(counts(accounts)),
            "clauses": [_account(account) for account in accounts],
            "own_requirements": [_own_row(row, by) for row, by in own],
            "findings": [finding_rows.row(finding) for finding in findings],
        }
    )


def _account(account: ClauseCoverage) -> dict[str, Any]:
    return {
        "clause": account.id,
        "path": account.place.path,
        "line": account.place.line,
        "promise": account.words,
        "criteria": list(account.criteria),
        "state": account.state,
        "proofs": [_proof(proof) for proof in account.proofs],
        "unchecked": account.unchecked,
    }


def _own_row(row: OwnRequirement, by: RequirementAnswers) -> dict[str, Any]:
    return {
        "id": row.id,
        "framework": row.framework,
        "title": row.title,
        "clauses": list(by.clauses),
        "runbooks": list(by.runbooks),
        "evidence": list(by.evidence),
        "excluded": by.excluded,
    }


def _proof(proof: ClauseProof) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "id": proof.id,
        "title": proof.title,
        "often": proof.often,
        "last": iso(proof.last),
        "note": proof.note,
        "known": proof.known,
    }


def render(accounts: Sequence[ClauseCoverage], own: OwnRows, findings: Sequence[Finding], as_of: date) -> Iterator[str]:
    """The table, what nothing checks with the reasons, our own requirements, then the findings and the counts."""
    width = max([len(account.id) for account in accounts], default=6)
    yield _line(width, "Clause", "Commitment", "Checked by", "Last exercised")
    for account in accounts:
        yield from _rows(account, width)
    for head, state in (("No evidence for", "unchecked"), ("No evidence for the rest of", "in part")):
        yield from _reasons(head, [account for account in accounts if account.state == state])
    missing = [account for account in accounts if account.state == "unaccounted"]
    if missing:
        yield from ("", "Neither a proof nor a reason:")
        yield from (terminal.line(f"  {account.id} ({account.place}): {account.words}") for account in missing)
    if own:
        yield from ("", "Requirements of our own:")
        yield from (terminal.line(f"  {row.id} ({row.title}): {_answered(by)}") for row, by in own)
    if findings:
        yield ""
        yield from (terminal.line(f"{f.place}: {f.level} {f.code} {f.message}; {f.help}") for f in findings)
    yield ""
    yield f"{counts_in_words(accounts)}, as of {as_of.isoformat()}"


def _answered(by: RequirementAnswers) -> str:
    """What answers a requirement, in one line."""
    if by.excluded:
        return f"excluded: {by.excluded}"
    return ", ".join((*by.clauses, *by.runbooks, *by.evidence)) or "nothing answers it"


def _rows(account: ClauseCoverage, width: int) -> Iterator[str]:
    proofs = [line for proof in account.proofs for line in _of_proof(proof)]
    if not proofs:
        proofs = [(_NOTHING.get(account.state, "NOTHING"), "")]
    words = textwrap.wrap(terminal.line(account.words), _WORDS)
    for number, (part, proof) in enumerate(zip_longest(words, proofs)):
        yield _line(width, "" if number else account.id, part or "", *(proof or ("", "")))


def _of_proof(proof: ClauseProof) -> Iterator[tuple[str, str]]:
    """One proof in lines of two cells: what checks it, and when it last did."""
    name = f"{proof.id}: {proof.often}" if proof.kind == "manual" else proof.id
    day = proof.last.isoformat() if proof.last else ""
    last = f"{day}, {proof.note}" if day and proof.note else day or proof.note
    parts = textwrap.wrap(terminal.line(name), _PROOF) or [""]
    yield parts[0], terminal.line(last)
    yield from ((part, "") for part in parts[1:])


def _line(width: int, clause: str, words: str, proof: str, last: str) -> str:
    return f"{terminal.line(clause):<{width}}  {words:<{_WORDS}}  {proof:<{_PROOF}}  {last}".rstrip()


def _reasons(head: str, accounts: Sequence[ClauseCoverage]) -> Iterator[str]:
    if accounts:
        yield from ("", f"{head}:")
        yield from (terminal.line(f"  {account.id}: {account.unchecked}") for account in accounts)
