"""What approval says of a document: events, an approval, a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from ratified.model.landing import Identity
    from ratified.model.place import Place
    from ratified.model.register import Proof

VerdictWord = Literal["approved", "stale", "claimed", "unapproved", "undecidable", "pending", "draft"]
Method = Literal["merge", "squash", "rebase", "direct", "octopus", "bootstrap"]
Kind = Literal["amendment", "reaffirmation", "bootstrap"]
IN_FORCE: frozenset[VerdictWord] = frozenset({"approved", "claimed"})
"""Verdicts that somebody stands behind now."""

Why = Literal[
    "",
    "direct",
    "hidden",
    "octopus",
    "inverted",
    "time",
    "bad-signature",
    "uncheckable",
    "untrusted-key",
    "mismatch",
    "unknown-lander",
    "bot",
    "no-approver",
    "weak-proof",
    "self-approval",
    "unknown-author",
    "evil-merge",
    "by-hand",
    "entry",
    "malformed",
    "authority",
    "no-bootstrap",
    "unregistered",
    "gone",
    "settings",
]
"""Why a landing does not approve a document; empty where it does. Each is a rule of the family APR."""


@dataclass(frozen=True)
class DocumentApproval:
    """Who ratified a document, when, with what proof.

    `landing` is the commit id, `at` the moment from which it counts (UTC): the committer date, unless witnesses or
    what it stands on leave it only a later day; `said` is the committer date then, else None. `own_claim` says that no
    kept anchor and no forge's signature stands at it or above it, so that its day is its own claim only. `approver` is
    a person's id, `role` the title of the role that entitled them then, `authors` everyone whose change the approval
    covers (person ids), `covers` the earlier unapproved landings it covers as well (commit ids, oldest first),
    `signer` in words how it is proven. `unexamined` says that it is the first approval of text that was there before
    the first adopted register: who wrote that was not asked.
    """

    landing: str
    number: int
    at: datetime
    approver: str
    name: str
    role: str
    proof: Proof
    kind: Kind
    change_request: str | None
    authors: tuple[str, ...]
    covers: tuple[str, ...] = ()
    signer: str = ""
    said: datetime | None = None
    own_claim: bool = False
    unexamined: bool = False


@dataclass(frozen=True)
class DocumentEvent:
    """One landing that changed a document, and what approval says of it.

    `at` is the moment from which it counts (UTC), None where its date cannot be read.
    `why` is empty where it approved; `reason` is a sentence either way, `help` what to do where it did not.
    `verdict` is `approved`, `claimed`, `unapproved`, `undecidable`, or `draft` before adoption.
    """

    landing: str
    number: int
    at: datetime | None
    method: Method
    merger: Identity | None
    authors: tuple[Identity, ...]
    change_request: str | None
    subject: str
    kind: Kind
    verdict: VerdictWord
    reason: str
    why: Why = ""
    help: str = ""
    approval: DocumentApproval | None = None

    @property
    def in_force(self) -> bool:
        """Whether somebody stood behind the document from then on."""
        return self.verdict in IN_FORCE


@dataclass(frozen=True)
class DocumentVerdict:
    """What stands for one governed document at the head, on a day.

    `reason` is one sentence for people. `place` is the document's entry in the register, `due` the last day on which
    the approval is not stale (None where the class has no cadence or nothing is approved), `age_days` whole UTC days
    since the approval, `eligible` the ids of people who may approve it now.
    """

    id: str
    title: str
    class_: str
    pages: tuple[str, ...]
    verdict: VerdictWord
    reason: str
    help: str
    why: Why
    fingerprint: str
    due: date | None
    age_days: int | None
    approval: DocumentApproval | None
    last_change: DocumentEvent | None
    eligible: tuple[str, ...]
    place: Place
    owner: str = ""

    @property
    def in_force(self) -> bool:
        """Whether somebody stands behind it now."""
        return self.verdict in IN_FORCE
