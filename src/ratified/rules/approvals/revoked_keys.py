"""APR-31, APR-35, APR-37: lists of revoked keys that nobody approved, that leave none, that stop none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.reasons import short
from ratified.approval.revocations import KeyRevocation, all_keys_revoked, normalized_fingerprint
from ratified.approval.timeline import REVOKED, SIGNERS
from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.policy import Book

_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}|[0-9A-F]{40}|[0-9A-F]{64}")


@record_rule("APR-31", "error", "A revocation that nobody approved")
def revocation_unapproved(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Since AUTHORITY was approved last, `data/trust/revoked.yml` listed a key, and no approver of class `authority`
    merged that. From the commit that brought it on, the key approves nothing. What it approved before stays approved.

    **Why it matters.** A stolen key must be stopped at once, by whoever notices. But whoever may push could
    then stop every key, so it ends no approval until somebody who answers for the keys agrees.

    **How to fix it.** Where it is meant, let an approver of class `authority` merge it, with a key that it does not
    name. Where it is not, let one merge the list as it was. Where it names every key that could, a change
    which does nothing else may be merged with one of them.

    **Protects.** CC5.3, CC8.1
    """
    approvals = record.approvals
    for entry, number in approvals.decisions.facts.unapproved_revocations.items():
        landing = approvals.timeline.landings[number].commit
        what = f"nobody approved that the key {entry.key} is revoked; it approves nothing from {short(landing)} on"
        help_ = (
            "let an approver of class authority merge it, or merge the list as it was, with a key that it does not name"
        )
        yield RuleHit(_place(case.book, entry), what, help_, entry.key, document=AUTHORITY)


def _place(book: Book, entry: KeyRevocation) -> Place:
    """Where the list says so; its first line, where it does not any more."""
    listed = (key for key in book.revoked.revoked if (normalized_fingerprint(key.fingerprint), key.from_) == entry)
    return next((key.at("fingerprint") for key in listed), Place(REVOKED))


@record_rule("APR-35", "error", "A list that revokes every key")
def every_key_revoked(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """`data/trust/revoked.yml` names every key with which somebody could approve AUTHORITY: those of its approvers in
    `data/trust/allowed_signers`, and the Git host's where its signature is proof enough.

    **Why it matters.** Once that is approved, nobody can approve keys any more, and the list cannot be taken back.

    **How to fix it.** List the new key of an approver in the same change, or leave one that is sound out of the list.

    **Protects.** CC5.3, CC8.1
    """
    authority = record.approvals.authority
    if authority is None or not case.book.revoked.revoked:
        return
    here = replace(authority, trust=authority.trust._replace(allowed_signers=record.files.get(SIGNERS, b"")))
    bar = here.bar(("authority",))
    named = {normalized_fingerprint(key.fingerprint): True for key in case.book.revoked.revoked}
    if all_keys_revoked(here, bar, list(here.eligible(bar, case.as_of)), named, case.as_of):
        what = "this list revokes every key with which AUTHORITY can be approved, so nobody could take it back"
        help_ = f"add the new key of an approver to {SIGNERS} in the same change"
        yield RuleHit(case.book.revoked.at("revoked"), what, help_, document=AUTHORITY)


@record_rule("APR-37", "error", "A revocation that does not do what it says")
def revocation_pointless(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An entry of `data/trust/revoked.yml` names no key as `data/trust/allowed_signers` and gpg write them, so it stops
    none. Or its `from` is no commit of the main branch or of what is proposed, so it ends every approval of the key.

    **Why it matters.** Whoever lists a stolen key believes that it is stopped. And a commit that main does not
    hold, such as one of a branch that was rebased, takes away approvals that were sound.

    **How to fix it.** Copy the fingerprint from `ssh-keygen -l` (it begins with `SHA256:`), or all 40 digits of an
    OpenPGP key, and the id of the last commit on main that was signed in good faith.

    **Protects.** CC5.3, CC8.1
    """
    decisions = record.approvals.decisions
    proposed = record.pull_request.commits if record.pull_request else frozenset()
    for entry in case.book.revoked.revoked:
        if not _FINGERPRINT.fullmatch(normalized_fingerprint(entry.fingerprint)):
            what = f"{entry.fingerprint!r} is no fingerprint of a key, so this stops none"
            yield RuleHit(entry.at("fingerprint"), what, "copy it from `ssh-keygen -l`", document=AUTHORITY)
        if entry.from_ not in proposed and decisions.facts.authorship.last_ancestor(entry.from_) < 0:
            what = f"{entry.from_[:12]} is no commit of the main branch, so this ends all that the key ever approved"
            help_ = "name the last commit on main that the key signed in good faith"
            yield RuleHit(entry.at("from"), what, help_, entry.fingerprint, document=AUTHORITY)
