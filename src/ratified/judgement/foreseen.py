"""What the landing of a pull request would be refused for, said before it lands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from ratified.approval import Docket, Proposed
from ratified.approval.record import Refusal
from ratified.chronicle import AUTHORITY, STRENGTH, Authority
from ratified.chronicle.chronicle import REVOKED
from ratified.chronicle.days import moment
from ratified.chronicle.past import PastRevoked
from ratified.history.signers import Signer, safe_signers
from ratified.judgement.proposal import Proposal
from ratified.model.landing import Commit

_AMEND = "set the clock, then give the commits new dates: `git rebase --force-rebase --reset-author-date BASE`"
_BLOCK = b"-----BEGIN PGP PUBLIC KEY BLOCK-----"


def refusals(docket: Docket, proposal: Proposal, proposed: Mapping[str, Proposed]) -> Iterator[Refusal]:
    """Every reason, that of the branch first, then those of its documents."""
    if not proposed:
        return
    yield from _of_merge(proposal)
    yield from _of_commits(proposal.commits, docket.ledger.as_of)
    authority = proposal.adopting if proposal.adopts(docket) else docket.authority
    if authority is not None:
        adopts = proposal.adopts(docket)
        yield from _of_proofs(docket, authority, adopts, list(proposed.values()))
        yield from _of_persons(authority, adopts, list(proposed.values()))


def _of_merge(proposal: Proposal) -> Iterator[Refusal]:
    if proposal.conflicted:
        paths = ", ".join(sorted(proposal.conflicts)[:4]) or "the two branches"
        what = f"git cannot merge this by itself ({paths} in conflict), and a merge made by hand approves nothing"
        yield Refusal(None, what, "merge the base into the branch, settle it there, and let the result be read")


def _of_commits(commits: Sequence[Commit], as_of: date) -> Iterator[Refusal]:
    """Commits whose bytes or dates would cost the landing its worth. The base's own are none of the branch's."""
    tips = {commit.id for commit in commits} - {parent for commit in commits for parent in commit.parents}
    tips |= {parent for commit in commits if commit.id in tips for parent in commit.parents[1:]}
    for commit in commits:
        if commit.faults:
            what = f"commit {commit.id[:10]} of this branch cannot be trusted: {commit.faults[0]}"
            yield Refusal(None, what, "write it anew: `git rebase --force-rebase BASE`; nothing it is part of can land")
        elif (day := _ahead(commit, as_of)) is not None:
            late = f"commit {commit.id[:10]} of this branch is dated {day}, more than a day after {as_of}"
            what = f"{late}; a merge that is dated before its branch approves nothing" if commit.id in tips else late
            yield Refusal(None, what, _AMEND, warning=commit.id not in tips)


def _ahead(commit: Commit, as_of: date) -> datetime | None:
    """The moment (UTC) by which a commit is dated more than a day after the last second of a day; else None."""
    at = moment(commit)
    return at if at is not None and at.date() > as_of + timedelta(days=1) else None


def _of_proofs(docket: Docket, authority: Authority, adopts: bool, proposed: Sequence[Proposed]) -> Iterator[Refusal]:
    """Documents whose class asks for a proof that nobody who can approve them could give here.

    What an adoption only brings into force may be approved later, once there is a key.
    """
    forge = any(_BLOCK in data for _, data in authority.trust.forge_keys)
    holders = _key_holders(docket, authority)
    for one in proposed:
        if one.bar is None or not one.eligible or STRENGTH[one.bar.minimum] == 0:
            continue
        if (forge and one.bar.minimum == "forge") or holders & set(one.eligible):
            continue
        later = adopts and one.document != AUTHORITY
        yield Refusal(one.document, f"{one.document} {_WANTS[one.bar.minimum]}", _KEY, later)


_KEY = (
    'land a key first, by a pull request of its own: `person namespaces="git" ssh-ed25519 AAAA...` in '
    "data/trust/allowed_signers for somebody who can approve it"
)
_WANTS = {
    "forge": "asks for a merge signed by a pinned key, and data/trust/ holds neither a forge's key nor one of "
    "anybody who can approve it",
    "reviewed": "asks for `reviewed`, which no forge gives here yet, and nobody who can approve it has a key in "
    "data/trust/allowed_signers to sign with instead",
    "signed": "asks for a merge signed with the approver's own key, and nobody who can approve it has one in "
    "data/trust/allowed_signers",
}


def _key_holders(docket: Docket, authority: Authority) -> set[str]:
    """People with a key that counts on the day, by id."""
    revoked = docket.chronicle.past(PastRevoked, REVOKED, docket.head)
    gone = {key.fingerprint for key in revoked.revoked} if revoked else set()
    signers = safe_signers(authority.trust.allowed_signers)
    return {s.person for s in signers if _in_window(s, docket.ledger.as_of) and s.fingerprint not in gone}


def _in_window(signer: Signer, day: date) -> bool:
    stamp = f"{day:%Y%m%d}"
    for option in signer.options:
        name, _, value = option.partition("=")
        when = value.strip('"')[:8]
        if (name == "valid-after" and when > stamp) or (name == "valid-before" and when < stamp):
            return False
    return True


def _of_persons(authority: Authority, adopts: bool, proposed: Sequence[Proposed]) -> Iterator[Refusal]:
    """Whether one person can approve all of it; else how to split it. What one landing leaves open stays open."""
    able = [one for one in proposed if one.eligible]
    if len(able) < 2 or one_approver(able):
        return
    groups = split(able)
    parts = "; ".join(f"{', '.join(o.document for o in group)} by {_first(authority, group)}" for group in groups)
    if adopts:
        what = f"no one person can approve all that this adoption brings into force: {parts}"
        help_ = "whoever adopts approves their part; let the others approve theirs after it, with `ratified reaffirm`"
        yield Refusal(None, what, help_, warning=True)
    else:
        what = "no one person can approve all that this pull request changes, and what is left open stays unapproved"
        yield Refusal(None, what, f"split it like this, a pull request each: {parts}")


def one_approver(proposed: Sequence[Proposed]) -> tuple[str, ...]:
    """The ids of those who can approve every one of these documents, in the order of the roster."""
    first, *rest = proposed
    return tuple(id_ for id_ in first.eligible if all(id_ in one.eligible for one in rest))


def split(proposed: Sequence[Proposed]) -> list[list[Proposed]]:
    """The documents in as few groups as are found quickly, each with somebody who can approve all of it."""
    left, groups = list(proposed), []
    while left:
        people = dict.fromkeys(id_ for one in left for id_ in one.eligible)
        best = max(people, key=lambda id_: sum(id_ in one.eligible for one in left))
        groups.append([one for one in left if best in one.eligible])
        left = [one for one in left if best not in one.eligible]
    return groups


def _first(authority: Authority, group: Sequence[Proposed]) -> str:
    return " or ".join(authority.person[id_].name or id_ for id_ in one_approver(group)[:3])
