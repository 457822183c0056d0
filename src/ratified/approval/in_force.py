"""Whether anything is in force, and if not, why, and who could change that (decision 0022)."""

from __future__ import annotations

from collections.abc import Sequence

from ratified.approval.approvers import Approvers
from ratified.approval.ledger import Ledger
from ratified.approval.outcome import Outcome
from ratified.approval.words import short
from ratified.chronicle import AUTHORITY
from ratified.chronicle.chronicle import REGISTER
from ratified.chronicle.past import PastRegister
from ratified.model.landing import Maker
from ratified.model.register import Proof

ADOPT = "set `status: adopted` in data/register.yml and let an approver of class authority merge it"
"""What a draft lacks, in words that follow a semicolon."""

_WAYS: dict[Proof, str] = {
    "claimed": "a merge by an approver of class authority",
    "forge": "a merge, signed by a key that data/trust/ holds, by an approver of class authority",
    "reviewed": "a merge signed with the own key of an approver of class authority",
    "signed": "a merge signed with the own key of an approver of class authority",
}


def way(found: Approvers) -> str:
    """What has to land and who can land it, in words that follow 'land a change of AUTHORITY as'."""
    return f"{_WAYS[found.bar.minimum]} who wrote none of it since then: {found.told}"


def draft(ledger: Ledger) -> Outcome | None:
    """Why nothing is in force, with what to do; None where an adoption was approved and stands."""
    chronicle = ledger.chronicle
    if chronicle.adoption is None:
        return Outcome(reason="Draft: the register is not adopted, so nothing is in force", help=ADOPT)
    if chronicle.bootstrap is None:
        first = short(chronicle.landings[chronicle.adoption].commit)
        tried = ledger.outcome(AUTHORITY, ledger.since_adoption(AUTHORITY)[-1]).reason
        reason = (
            f"Draft: landing {first} adopted the register, and nobody has approved that yet, so nothing is in force"
        )
        help_ = (
            "let an approver of class authority who wrote none of it merge a change of it; `ratified check` names them"
        )
        return Outcome(reason=f"{reason}: {tried}", help=help_)
    back = _taken_back(ledger)
    if back is None:
        return None
    commit, approver = chronicle.landings[back].commit, ledger.outcome(AUTHORITY, back).approver
    on = chronicle.day(back)
    by = f", approved by {approver.name or approver.id} on {on.day} {on:%B %Y}," if approver else ""
    reason = f"Draft: landing {short(commit)}{by} took the register back to draft, so nothing is in force"
    return Outcome(reason=reason, help=ADOPT)


def _taken_back(ledger: Ledger) -> int | None:
    """The approved landing since which every approved register says draft; None where the last one is adopted."""
    found = None
    for number in reversed(ledger.authorities):
        register = ledger.chronicle.past(PastRegister, REGISTER, number)
        if register is None or register.status != "draft":
            break
        found = number
    return found


def adopters(ledger: Ledger, authors: Sequence[Maker]) -> Approvers | None:
    """Who could approve an adoption that nobody has approved yet, by the head's own tree.

    None where there is none to approve, or where its register, people or roles cannot be read.
    """
    chronicle = ledger.chronicle
    if chronicle.adoption is None or chronicle.bootstrap is not None:
        return None
    authority = chronicle.authority(len(chronicle.landings) - 1)
    return None if authority is None else Approvers.of(authority, authors, ledger.as_of, ("authority",))
