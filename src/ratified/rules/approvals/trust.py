"""APR rules on what all approvals hang on: the keys that are trusted, and the history itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval import reasons
from ratified.approval.authority import AUTHORITY
from ratified.approval.timeline import EVIDENCE_SIGNERS, SIGNERS
from ratified.git.allowed_signers import safe_signers, unsafe_signers
from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord


@record_rule("APR-22", "error", "A line of allowed_signers that is not safe")
def signer_unsafe(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A line of `data/trust/allowed_signers`, or of `evidence_signers` beside it, that does not count: it is for
    several people or a wildcard, is a `cert-authority`, is not for git alone (`namespaces="git"`), holds a key that
    another person has too, or cannot be read. Or a key of `allowed_signers` is for somebody who is nobody in
    `data/people.yml`.

    **Why it matters.** OpenSSH takes the first line that fits. One key under two names lets one person sign as
    the other, and a wildcard lets anybody sign as everybody.

    **How to fix it.** Write one line a key: the person's id, `namespaces="git"`, the key. Give each person a key
    of their own.

    **Protects.** CC5.3, CC8.1
    """
    data = record.files.get(SIGNERS, b"")
    for path in (SIGNERS, EVIDENCE_SIGNERS):
        for line, why in unsafe_signers(record.files.get(path, b"")):
            help_ = 'every line reads `person namespaces="git" type key`'
            yield RuleHit(Place(path, line), why, help_, document=AUTHORITY)
    for signer in safe_signers(data):
        if signer.person not in case.book.person:
            what = f"this key is trusted as {signer.person}, who is nobody in data/people.yml"
            help_ = "write the id of the person whose key it is, or remove the line"
            yield RuleHit(Place(SIGNERS, signer.line), what, help_, signer.person, document=AUTHORITY)


@record_rule("APR-41", "warning", "A key's validity time without a time zone")
def signer_zone_unsaid(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A `valid-after` or `valid-before` in `data/trust/allowed_signers` does not end in `Z`, and no comment of the
    file says in which time zone it is meant. It is taken as UTC.

    **Why it matters.** OpenSSH takes such a time by the clock of the machine that checks the signature, always as
    standard time. Whoever verifies with `ssh-keygen` in another zone finds a key valid for hours in which it was not,
    or the other way round, and the same commit is signed there and unsigned here.

    **How to fix it.** Write UTC, with a `Z` at the end: `valid-before="20271231Z"`. Where times were meant as a place's
    own, say the place in a line of its own, `# time zone: Europe/Dublin`. They are then read as OpenSSH does there.

    **Protects.** CC5.3, CC8.1
    """
    for signer in safe_signers(record.files.get(SIGNERS, b"")):
        for time in signer.unsaid:
            what = f"{time} of {signer.person} does not say its zone: it is taken as UTC, and by OpenSSH as local time"
            help_ = "end it with Z, or add a line such as `# time zone: Europe/Dublin`"
            yield RuleHit(Place(SIGNERS, signer.line), what, help_, signer.person, document=AUTHORITY)


@record_rule("APR-24", "error", "History was rewritten")
def history_rewritten(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The commit given by `--anchor`, which the main branch was seen at before, is not in the history of the main
    branch any more; or it is, but no longer as one of its own commits, so that main was replaced by a branch.

    **Why it matters.** All evidence is the order of the commits on main. Who can replace them can make any approval
    come true, and an approval that was there is lost.

    **How to fix it.** Find out who moved the branch, and put it back to the commit seen before. Forbid force
    pushes to it.

    **Protects.** CC5.3, CC8.1
    """
    seen = record.anchored[:12]
    if record.anchor == "rewritten":
        what = f"{record.ref} was seen at {seen} before, and does not hold that commit any more"
    elif record.anchor == "inverted":
        what = f"{record.ref} was seen at {seen} before, and that commit is not on its first-parent line any more"
    else:
        return
    help_ = f"find out who moved the branch, and put it back to {seen}; forbid force pushes"
    yield RuleHit(case.book.register.spot.key("main"), what, help_, record.anchored)


@record_rule("APR-36", "warning", "A false date cuts the history short")
def history_cut(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """On the day that was asked about the history ends at a commit on main which is dated later, or counts only later;
    and a commit on main above it says that it is of that day or before. Later commits do not count on that
    day.

    **Why it matters.** Somebody's clock or word is false: a push dated years ahead hides every approval and every
    change that came after it from all days that are given by name.

    **How to fix it.** Ask without `--as-of`, when today's tip counts as seen, or pass the tips that earlier runs saw:
    `--anchor SHA@DAY`, as `ratified head` prints them.

    **Protects.** CC5.3, CC8.1
    """
    cut = record.approvals.cut
    if cut is not None:
        what = f"{reasons.cut(cut.commit, case.as_of)}, though a later commit says that it is not later"
        yield RuleHit(case.book.register.spot.key("main"), what, reasons.CUT, cut.commit.id)
