"""What one landing is for one document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ratified.approval.past_data import PastPerson
    from ratified.model.landing import CommitSignature
    from ratified.model.register import Proof
    from ratified.model.verdict import Why

UNDECIDABLE: frozenset[Why] = frozenset({"hidden", "uncheckable", "authority", "inverted"})
"""Reasons for which git cannot name the approver, though there may be one."""


class ApprovalOutcome(NamedTuple):
    """Whether a landing approved a document: by whom, in which role, with what proof; or why not, and what to do."""

    why: Why = ""
    reason: str = ""
    help: str = ""
    approver: PastPerson | None = None
    role: str = ""
    proof: Proof = "claimed"

    @property
    def approved(self) -> bool:
        """Whether the landing approves."""
        return not self.why


def proof_of(signature: CommitSignature) -> Proof | None:
    """What a signature proves of who merged; None where it is worse than none."""
    if signature.state in {"bad", "untrusted", "uncheckable"}:
        return None
    return "claimed" if signature.state == "none" else "signed" if signature.person else "forge"
