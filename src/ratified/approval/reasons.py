"""Every reason as a sentence, with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.change_requests import change_request
from ratified.approval.effective_days import SECONDS, claimed, moment
from ratified.approval.outcome import UNDECIDABLE, ApprovalOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.approval.past_data import PastPerson
    from ratified.model.landing import Commit, CommitSignature, Identity
    from ratified.model.register import Proof
    from ratified.model.verdict import DocumentApproval, VerdictWord, Why
    from ratified.settings import UnknownSetting

CUT = "later commits count once a witness shows that date to be false: pass `--anchor SHA@DAY` of a tip seen then"
AGAIN = (
    "get a change of it merged, with a merge commit, by an approver who wrote none of it; `ratified reaffirm` prepares "
    "one"
)
_HIDDEN = "import its review (`ratified reviews import`), or allow merge commits and forbid squash and rebase on main"
_PROOFS: dict[Proof, str] = {
    "claimed": "an unsigned merge, which proves no more than a name",
    "forge": "a merge signed by the Git host",
    "reviewed": "a review of exactly this head",
    "signed": "a merge signed with the approver's own key",
}
_WANTED: dict[Proof, str] = {
    "claimed": "a merge by an approver",
    "forge": "a merge that a key pinned in data/trust/ signed",
    "reviewed": "an imported review, or a merge signed with the approver's own key",
    "signed": "a merge signed with the approver's own key",
}


def short(commit: Commit) -> str:
    """A landing as people find it: `#118 (0123456789)` by its change request, else `commit 0123456789`."""
    request = change_request(commit)
    return f"{request} ({commit.id[:10]})" if request else f"commit {commit.id[:10]}"


def day(commit: Commit) -> str:
    """The UTC day of a commit: `2 March 2026`."""
    at = moment(commit)
    return f"{at.day} {at:%B %Y}" if at else "a day that cannot be read"


def _name(person: PastPerson) -> str:
    return person.name or person.id


def unknown_settings(found: Sequence[UnknownSetting]) -> str:
    """Settings of the site whose inputs nobody knows."""
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"nobody can tell what the site is made from: {found[0].place} has {found[0].what}{more}"


def name_settings(found: Sequence[UnknownSetting]) -> str:
    """What to do about the first of them."""
    first = found[0]
    if first.shut:
        return f"take it out of {first.place.path}"
    return (
        f"name its inputs in data/register.yml, as `site_inputs: [{{setting: {first.setting}, reads: [...]}}]`, by a "
        f"merge of an approver of class authority, or take it out of {first.place.path}"
    )


def untimely(commit: Commit, why: str) -> ApprovalOutcome:
    """The date of a landing cannot be believed."""
    return ApprovalOutcome("time", f"{short(commit)} {why}, so it approves nothing", AGAIN)


def malformed(commit: Commit, part: Commit | None = None) -> ApprovalOutcome:
    """The commit object itself is not sound, or one of those it brought in."""
    of = f"commit {part.id[:10]} of " if part else ""
    return ApprovalOutcome("malformed", f"{of}{short(commit)} cannot be trusted: {(part or commit).faults[0]}", AGAIN)


def not_merged(commit: Commit, method: str) -> ApprovalOutcome:
    """A landing with one parent."""
    if method == "direct":
        who = commit.author.who.name or commit.author.who.email
        return ApprovalOutcome("direct", f"{short(commit)} went straight to main by {who}; nobody merged it", AGAIN)
    what = "was squashed" if method == "squash" else "was rebased"
    return ApprovalOutcome("hidden", f"{short(commit)} {what}, which hides who merged it", f"{_HIDDEN}; or {AGAIN}")


def unbound(commit: Commit, request: str, why: str, here: bool) -> ApprovalOutcome:
    """A request that the host says became a landing, and that git's objects do not show to be it."""
    said = f"the Git host says that {request} became it, and {why}"
    if here:
        return ApprovalOutcome("hidden", said, AGAIN)
    help_ = "fetch it (`git fetch origin evidence` brings what was imported with it), then run this again"
    return ApprovalOutcome("uncheckable", said, help_)


def no_reviewer(commit: Commit, request: str, why: Sequence[str]) -> ApprovalOutcome:
    """Nobody who could approve it reviewed exactly what was merged."""
    said = "; ".join(why) if why else "nobody reviewed it"
    return ApprovalOutcome("no-approver", f"no review of {request} approves it: {said}", AGAIN)


def unseen(commit: Commit, earlier: Commit) -> ApprovalOutcome:
    """A review of a head that does not hold an earlier change, which nobody approved, and which it would cover."""
    said = f"the head that was reviewed does not hold {short(earlier)}, which nobody approved and no reviewer saw"
    return ApprovalOutcome("no-approver", said, f"merge main into the branch before review; {AGAIN}")


def unreviewed(otherwise: ApprovalOutcome, review: ApprovalOutcome) -> ApprovalOutcome:
    """Why neither whoever merged nor a review approves a landing. A squash is decided by what its review says."""
    reason = f"{otherwise.reason}; {review.reason}"
    if otherwise.why in {"hidden", "direct"} and review.why != "hidden":
        return ApprovalOutcome(review.why, reason, review.help)
    return otherwise._replace(reason=reason)


def octopus(commit: Commit) -> ApprovalOutcome:
    """A merge of more than two parents."""
    count = len(commit.parents)
    return ApprovalOutcome("octopus", f"{short(commit)} merges {count - 1} branches at once", f"{AGAIN}, one by one")


def inverted(commit: Commit, main: str) -> ApprovalOutcome:
    """A merge of which nobody can say which side was main."""
    reason = (
        f"{short(commit)} may have swapped {main} with a branch: commits on main of this project came in by its other "
        f"parent, and none is on its own side since the two parted"
    )
    help_ = (
        f"hold {main} against a tip that was seen before (`ratified check --anchor SHA`) and put it back where it was "
        f"replaced; where it was not, {AGAIN}"
    )
    return ApprovalOutcome("inverted", reason, help_)


def odd_entry(path: str) -> ApprovalOutcome:
    """A link or submodule among the files of a document."""
    return ApprovalOutcome(
        "entry",
        f"{path} is a symbolic link or a submodule, so what it says has no history",
        "put the file itself there",
    )


def unknown_merger(commit: Commit) -> ApprovalOutcome:
    """Nobody of the roster has the address of whoever merged."""
    who = commit.author.who
    help_ = f"add {who.email} to the e-mails of a person in data/people.yml, then {AGAIN}"
    return ApprovalOutcome(
        "unknown-lander", f"{short(commit)} was merged by {who}, whom the roster then did not know", help_
    )


def unknown_author(commit: Commit, who: Identity, earlier: Commit | None, by: str = "") -> ApprovalOutcome:
    """Somebody who wrote part of it is unknown, so independence cannot be shown; `by` what names them."""
    part = f"{short(earlier)}, which it covers" if earlier else "part of it"
    said = f"{who} wrote {part}{f' ({by} says so)' if by else ''}"
    email = who.email.strip()
    entry = f"`{{name: {who.name}, {f'email: {email}, ' if email else ''}person: ID or outside, reason: ...}}`"
    help_ = f"list {entry} under `authors:` in data/register.yml, then {AGAIN}"
    if email:
        help_ = f"add {email} to the e-mails of a person in data/people.yml, or for somebody outside {help_}"
    return ApprovalOutcome("unknown-author", f"{said}, and the roster at {short(commit)} did not know them", help_)


def bot(commit: Commit, merger: PastPerson) -> ApprovalOutcome:
    """A bot merged."""
    return ApprovalOutcome(
        "bot", f"{short(commit)} was merged by {_name(merger)}, a bot; a bot approves nothing", AGAIN
    )


def not_entitled(commit: Commit, merger: PastPerson, able: Sequence[PastPerson], counts: date) -> ApprovalOutcome:
    """Whoever merged held no approver role on the day on which the landing counts."""
    could = f"{' or '.join(map(_name, able))} could" if able else "nobody could: its approver roles were empty"
    did, held = f"{_name(merger)} merged {short(commit)} on {day(commit)}", "held no role that approves this"
    at = moment(commit)
    same = at is None or at.date() == counts
    said = f"{did} but {held}" if same else f"{did}, which counts from {counts.day} {counts:%B %Y}, when they {held}"
    return ApprovalOutcome("no-approver", f"{said}; {could}", AGAIN)


def unregistered(commit: Commit, document: str) -> ApprovalOutcome:
    """No approved register knows the document, so its class and its bar are anybody's word."""
    reason = (
        f"{short(commit)} cannot approve {document}, which no approved register has: its entry in "
        "data/register.yml was never approved"
    )
    return ApprovalOutcome(
        "unregistered", reason, f"let an approver of class authority merge a change of the register; then {AGAIN}"
    )


def not_entitled_to_all(commit: Commit, merger: PastPerson, other: str) -> ApprovalOutcome:
    """A reaffirmation of several documents by somebody who may not approve each."""
    reason = f"{short(commit)} reaffirms {other} too, which {_name(merger)} may not approve, so it reaffirms nothing"
    return ApprovalOutcome("no-approver", reason, f"reaffirm {other} in a merge of its own; {AGAIN}")


def self_approval(
    commit: Commit, merger: PastPerson, earlier: Commit | None, by: str = "", did: str = "merged"
) -> ApprovalOutcome:
    """The lander wrote some of what the approval would cover; `by` what names them, where it is no author line. `did`
    is what they did to approve it.
    """
    part = f"wrote {short(earlier)}, which nobody else approved" if earlier else "wrote part of it"
    says = f": {by} says so; where that is wrong, let another approver merge" if by else ""
    return ApprovalOutcome("self-approval", f"{_name(merger)} {did} {short(commit)} and {part}{says}", AGAIN)


def or_restored(refused: ApprovalOutcome, approved: Commit) -> ApprovalOutcome:
    """What was pushed to AUTHORITY by or in the name of somebody who keeps it from being approved can be undone."""
    back = f"or `git revert` all that came to AUTHORITY since {short(approved)} and let an approver merge that"
    return refused._replace(help=f"{refused.help}; {back}")


def evil(commit: Commit, path: str, conflict: bool) -> ApprovalOutcome:
    """The merge holds more than the merge of its parents."""
    if conflict:
        reason = f"{path} was in conflict and merged by hand in {short(commit)}; nobody else saw the result"
        return ApprovalOutcome("by-hand", reason, f"merge main into the branch before review; {AGAIN}")
    return ApprovalOutcome("evil-merge", f"the merge commit of {short(commit)} itself changes {path}", AGAIN)


def carried(commit: Commit, path: str) -> ApprovalOutcome:
    """Git followed a renaming and took into a file what the other side had changed under its other name."""
    what = f"in {short(commit)} git took into {path} what one side had changed under another name"
    return ApprovalOutcome(
        "evil-merge", f"{what}; no commit shows that there", f"merge main into the branch before review; {AGAIN}"
    )


def cut(commit: Commit, as_of: date) -> str:
    """Where a day cuts the chain although landings above claim to be of that day or before."""
    return f"as of {as_of} the chain is cut at {short(commit)}, dated {day(commit)}"


def unsound(commit: Commit, signature: CommitSignature) -> ApprovalOutcome:
    """A signature that is bad, by an untrusted key, or not checkable here."""
    tail = f": {signature.why}" if signature.why else ""
    if signature.damaged:
        return ApprovalOutcome("bad-signature", f"the signature of {short(commit)} is damaged{tail}", AGAIN)
    if signature.state == "bad":
        return ApprovalOutcome(
            "bad-signature", f"the signature of {short(commit)} does not fit what it signs{tail}", AGAIN
        )
    if signature.state == "untrusted" and signature.at is not None and _apart(commit, signature.at):
        reason = f"the signature of {short(commit)} and its commit do not say the same day{tail}"
        return ApprovalOutcome("untrusted-key", reason, f"put the clock right that signed it; {AGAIN}")
    if signature.state == "untrusted":
        help_ = f"add the key to data/trust/ by an approved merge, then {AGAIN}"
        return ApprovalOutcome(
            "untrusted-key", f"the key that signed {short(commit)} was not trusted then{tail}", help_
        )
    help_ = "pin the Git host's key (`ratified trust forge`), or install gnupg and openssh-client where this runs"
    return ApprovalOutcome("uncheckable", f"the signature of {short(commit)} cannot be checked{tail}", help_)


def _apart(commit: Commit, signed: int) -> bool:
    own = claimed(commit)
    return own is not None and abs(signed - own) > SECONDS


def unmerged(commit: Commit) -> ApprovalOutcome:
    """Git does not come to an end with its own merge of the parents, so nobody can say what the merge commit adds."""
    reason = f"git does not come to an end with its own merge of the parents of {short(commit)}, so nobody can say"
    return ApprovalOutcome("uncheckable", f"{reason} what the merge commit itself changed", AGAIN)


def mismatch(commit: Commit, merger: PastPerson, signature: CommitSignature) -> ApprovalOutcome:
    """The key is one person's and the name another's."""
    said = f"{short(commit)} says {_name(merger)}"
    reason = f"{said} and is signed with the key of {signature.person}, so nobody counts as its merger"
    return ApprovalOutcome("mismatch", reason, f"sign with one's own key under one's own name; {AGAIN}")


def other_committer(commit: Commit, merger: PastPerson) -> ApprovalOutcome:
    """The merge names one person as its author, and another one, who is no forge, made it."""
    said = f"{short(commit)} names {_name(merger)} as its author and {commit.committer.who} as its committer"
    help_ = f"merge under one's own name, and list a Git host of one's own in data/people.yml as a bot; {AGAIN}"
    return ApprovalOutcome("mismatch", f"{said}, so nobody counts as its merger", help_)


def weak(commit: Commit, merger: PastPerson, proof: Proof, wanted: Proof) -> ApprovalOutcome:
    """The proof is weaker than the class asks for."""
    reason = f"{short(commit)} by {_name(merger)} is {_PROOFS[proof]}; its class asks for {_WANTED[wanted]}"
    return ApprovalOutcome("weak-proof", reason, f"sign merges, or merge on a Git host that does; {AGAIN}")


def unreadable_authority(commit: Commit) -> ApprovalOutcome:
    """The register or roster that would decide cannot be read."""
    reason = f"who could approve then is in the register, people and roles of {short(commit)}, which cannot be read"
    return ApprovalOutcome("authority", reason, f"fix those files by an approved merge, then {AGAIN}")


def ended_authority(bootstrap: Commit, ended_by: Commit) -> ApprovalOutcome:
    """A list of revoked keys ended every approval of AUTHORITY that stood before."""
    reason = (
        f"who could approve then hung on {short(bootstrap)}, whose approval ended with the key that "
        f"{short(ended_by)} revokes"
    )
    return ApprovalOutcome("authority", reason, AGAIN)


def signed_by(proof: Proof, name: str) -> str:
    """How it is proven, in words that follow a comma."""
    forms: dict[Proof, str] = {
        "claimed": "by name only: the merge is not signed",
        "forge": "signed by the Git host",
        "reviewed": "reviewed at exactly this head",
        "signed": f"signed with {name.split(' ')[0]}'s key",
    }
    return forms[proof]


def approved(approval: DocumentApproval, authors: Sequence[str]) -> str:
    """Who approved, as whom, when, what, with what proof."""
    what = "the adoption" if approval.kind == "bootstrap" else approval.change_request or approval.landing[:10]
    by = f" by {_listed(authors)}" if authors else ""
    covered = (
        f"; it covers {len(approval.covers)} earlier commit{'s' * (len(approval.covers) > 1)}"
        if approval.covers
        else ""
    )
    verb = "Reaffirmed" if approval.kind == "reaffirmation" else "Approved"
    on = f"{approval.at.day} {approval.at:%B %Y}"
    if approval.said is not None:
        on = f"{on} (its commit says {approval.said.day} {approval.said:%B %Y})"
    return f"{verb} by {approval.name} ({approval.role} then) on {on}, merge of {what}{by}, {approval.signer}{covered}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def level_of(why: Why) -> VerdictWord:
    """The verdict that a reason against approval leads to."""
    return "undecidable" if why in UNDECIDABLE else "unapproved"


def level_by(proof: Proof) -> VerdictWord:
    """The verdict of an approval by its proof."""
    return "claimed" if proof == "claimed" else "approved"
