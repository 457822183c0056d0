"""COV-10 and COV-11: what the policy says shows that each of its clauses is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN_CLASSES
from ratified.model.close_names import write_close
from ratified.policy.clause_text import normative
from ratified.policy.records.fields import FIELDS
from ratified.rules.policy import policy_clauses, policy_pages
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Collection

    from ratified.model.place import Place
    from ratified.model.promises import ManualCheck, Promise

_HELP = "add under promises: in data/coverage.yml what shows it: rules, records, documents, manual; or unchecked: why"


@rule("COV-10", "error", "A commitment without evidence")
def promise_unshown(case: RuleInput) -> RuleHits:
    """A clause on a page of the policy makes a commitment, and the list `promises` of `data/coverage.yml` has no row
    for it, or a row with neither a proof nor a reason under `unchecked`. A clause makes a commitment when it says
    *must*, *shall*, *never*, *only*, *will*, *may not* or *required to*, or gives a number, in digits or by a macro;
    one that only explains needs no row.

    A proof is the code of a rule, a field of a record, a governed document, or a check by hand (`manual`) with a role
    and how often. Beside proofs, `unchecked` says why nothing shows the rest of the clause.

    **Why it matters.** An assessor asks of each sentence: how do you know? A clause that nobody checks is broken
    first and found last, and a policy that says so beforehand, with the reason, is believed in the rest.

    **How to fix it.** Add the row, with what truly shows it. Where nothing does, write why under `unchecked`, or change
    the clause into a commitment that can be evidenced.

    **Protects.** CC4.2, CC5.3, CC7.4
    """
    rows = {
        row.clause: row for row in reversed(case.book.coverage.promises)
    }  # of a clause the first; a second is COV-11
    for page in policy_pages(case):
        for clause in page.clauses:
            row = rows.get(clause.id)
            if row is not None and not row.proven and row.unchecked is None:
                yield RuleHit(row.at(), f"nothing is named that shows {clause.id} to be kept", _HELP, clause.id)
            elif row is None and normative(page, clause):
                yield RuleHit(clause.place, f"nothing is named that shows {clause.id} to be kept", _HELP, clause.id)


@rule("COV-11", "error", "A proof that leads nowhere")
def proof_unknown(case: RuleInput) -> RuleHits:
    """A row under `promises` in `data/coverage.yml` names a rule that does not exist (any more) or is not
    asked here, a field that no record has, a document that the register lacks or has retired, or a limit that
    `data/limits.yml` lacks; or names one of them twice. Or its clause is on no page of the policy, or has a row
    already. Or a check by hand does not say how often by exactly one of `limit`, `every` and `each`. A role that does
    not exist is ROL-01, one that nobody holds ROL-02.

    **Why it matters.** A proof that is gone proves nothing, and the list goes on to say that the promise is checked.

    **How to fix it.** Name what exists, or take the proof out; where none is left, COV-10 asks for one.

    **Protects.** CC4.2, CC5.3
    """
    # The list of all rules is made of this module, so it can only be had once everything is imported.
    from ratified.rules import BY_CODE

    today = [d.id for d in case.book.register.live(case.as_of)]
    known: dict[str, tuple[str, Collection[str]]] = {
        "rules": ("rule", BY_CODE),
        "records": ("field of a record", FIELDS),
        "documents": ("document in force", (*today, *BUILT_IN_CLASSES)),
    }
    unasked = {code for code, rule in BY_CODE.items() if not rule.asks(case.book)}
    for row in case.book.coverage.promises:
        yield from _unasked(row, unasked)
        for key, (noun, names) in known.items():
            yield from _named(row, key, noun, names)
        for index, check in enumerate(row.manual):
            yield from _how_often(row, index, check, case.book.limit)
    yield from _clauses(case)


def _unasked(row: Promise, unasked: Collection[str]) -> RuleHits:
    """Rules that this repository is not asked, of which none shows anything here."""
    for index, code in enumerate(row.rules):
        if code in unasked:
            help_ = f"take it out; `ratified explain {code}` says of whom it is asked"
            yield RuleHit(row.at("rules", index), f"{code} is not asked here", help_, row.clause)


def _named(row: Promise, key: str, noun: str, names: Collection[str]) -> RuleHits:
    listed: tuple[str, ...] = getattr(row, key)
    for index, name in enumerate(listed):
        place = row.at(key, index)
        if name not in names:
            yield _unknown(noun, name, names, place, row.clause)
        elif name in listed[:index]:
            yield RuleHit(place, f"{name} appears twice for {row.clause}", "take one out", row.clause)


def _how_often(row: Promise, index: int, check: ManualCheck, limits: Collection[str]) -> RuleHits:
    given = [key for key in ("limit", "every", "each") if getattr(check, key) is not None]
    if len(given) != 1:
        said = f"says how often in {len(given)} ways" if given else "does not say how often"
        help_ = "keep one of limit: (an id of data/limits.yml), every: (a time) and each: (an occasion)"
        yield RuleHit(row.at("manual", index), f"the check of {row.clause} by hand {said}", help_, row.clause)
    if check.limit is not None and check.limit not in limits:
        yield _unknown("limit", check.limit, limits, check.at("limit"), row.clause)


def _clauses(case: RuleInput) -> RuleHits:
    """Rows of a clause that the policy does not have, and each row of a clause after its first."""
    ids = [clause.id for clause in policy_clauses(case)]
    first: dict[str, Place] = {}
    for row in case.book.coverage.promises:
        if row.clause not in ids:
            yield _unknown("clause of the policy", row.clause, ids, row.at("clause"), row.clause)
        before = first.setdefault(row.clause, row.at())
        if before != row.at():
            message = f"{row.clause} has a row already, at {before.path}:{before.line}"
            yield RuleHit(row.at("clause"), message, "put both into one row", row.clause)


def _unknown(noun: str, name: str, names: Collection[str], place: Place, clause: str) -> RuleHit:
    return RuleHit(place, f"there is no {noun} {name!r}", write_close(name, names, "take it out"), clause)
