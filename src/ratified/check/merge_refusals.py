"""What the landing of a pull request would be refused for, said before it lands."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, STRENGTH, Authority
from ratified.approval.effective_days import moment
from ratified.approval.past_data import PastRevokedKeys
from ratified.approval.record import MergeRefusal, ProposedChange
from ratified.approval.revocations import all_keys_revoked
from ratified.approval.timeline import REVOKED
from ratified.git.forge_keys import pinned_fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.check.proposal import Proposal
    from ratified.model.landing import Commit

_AMEND = "set the clock, then give the commits new dates: `git rebase --force-rebase --reset-author-date BASE`"


def merge_refusals(
    approvals: ApprovalHistory, proposal: Proposal, proposed: Mapping[str, ProposedChange]
) -> Iterator[MergeRefusal]:
    """Every reason, that of the branch first, then those of its documents."""
    if not proposed:
        return
    yield from _of_merge(proposal)
    yield from _of_line(approvals, proposal)
    yield from _of_commits(proposal.commits, approvals.decisions.as_of)
    authority = proposal.adopting if proposal.adopts(approvals) else approvals.authority
    if authority is not None:
        adopts = proposal.adopts(approvals)
        holders = _key_holders(approvals, authority, _undoes(approvals, proposal, proposed))
        able = {one.document: _able(authority, one, holders) for one in proposed.values()}
        yield from _of_proofs(adopts, list(proposed.values()), able)
        yield from _of_persons(authority, adopts, able)
        yield from () if adopts else _of_register(approvals, proposed)


def _of_merge(proposal: Proposal) -> Iterator[MergeRefusal]:
    if proposal.conflicted:
        paths = ", ".join(sorted(proposal.conflicts)[:4])
        where = f" ({paths} in conflict)" if paths else ""
        what = f"git cannot merge this by itself{where}, and a merge made by hand approves nothing"
        yield MergeRefusal(None, what, "merge the base into the branch, settle it there, and let the result be read")

    governed = sorted(path for path in proposal.carried - proposal.conflicts if proposal.definitions.of(path))
    if governed:
        what = (
            f"git would take into {governed[0]} what the base has changed under another name, and no commit shows that"
        )
        yield MergeRefusal(None, what, "merge the base into the branch, and let the result be read")


def _of_line(approvals: ApprovalHistory, proposal: Proposal) -> Iterator[MergeRefusal]:
    """A branch with landings on it, since whose fork no landing of main shows which of the two is main."""
    if approvals.timeline.bootstrap is not None and approvals.decisions.foxtrot_merges.would(proposal.commits):
        what = (
            "this branch holds what looks like commits on main, and main has none since the fork to tell the two apart"
        )
        yield MergeRefusal(None, what, "get something else merged first by an approver who did not write it, then this")


def _of_commits(commits: Sequence[Commit], as_of: date) -> Iterator[MergeRefusal]:
    """Commits whose bytes or dates would cost the landing its worth. The base's own are none of the branch's."""
    tips = {commit.id for commit in commits} - {parent for commit in commits for parent in commit.parents}
    tips |= {parent for commit in commits if commit.id in tips for parent in commit.parents[1:]}
    for commit in commits:
        if commit.faults:
            what = f"commit {commit.id[:10]} of this branch cannot be trusted: {commit.faults[0]}"
            yield MergeRefusal(
                None, what, "write it anew: `git rebase --force-rebase BASE`; nothing it is part of can be merged"
            )
        elif (day := _ahead(commit, as_of)) is not None:
            late = f"commit {commit.id[:10]} of this branch is dated {day}, more than a day after {as_of}"
            what = f"{late}; a merge that is dated before its branch approves nothing" if commit.id in tips else late
            yield MergeRefusal(None, what, _AMEND, warning=commit.id not in tips)


def _ahead(commit: Commit, as_of: date) -> datetime | None:
    """The moment (UTC) by which a commit is dated more than a day after the last second of a day; else None."""
    at = moment(commit)
    return at if at is not None and at.date() > as_of + timedelta(days=1) else None


def approvers(
    approvals: ApprovalHistory, proposal: Proposal, proposed: Mapping[str, ProposedChange]
) -> tuple[str, ...]:
    """The ids of those who can approve everything that a pull request changes, with the proof that is asked for."""
    authority = proposal.adopting if proposal.adopts(approvals) else approvals.authority
    if authority is None or not proposed:
        return ()
    holders = _key_holders(approvals, authority, _undoes(approvals, proposal, proposed))
    return _of_all([_able(authority, one, holders) for one in proposed.values()])


def _able(authority: Authority, one: ProposedChange, holders: Set[str]) -> tuple[str, ...]:
    """Those who can approve a document and could give the proof that its class asks for."""
    if one.bar is None or STRENGTH[one.bar.minimum] == 0:
        return one.eligible
    if one.bar.minimum == "forge" and any(_is_pinned(authority, data) for _, data in authority.trust.forge_keys):
        return one.eligible
    return tuple(id_ for id_ in one.eligible if id_ in holders)


def _is_pinned(authority: Authority, data: bytes) -> bool:
    """Whether a file pins a key of the forge; one that is somebody's own is not."""
    return any(key not in authority.holders for key in pinned_fingerprints(data) or ())


def _of_all(able: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    first, *rest = able
    return tuple(id_ for id_ in first if all(id_ in others for others in rest))


def _of_proofs(
    adopts: bool, proposed: Sequence[ProposedChange], able: Mapping[str, tuple[str, ...]]
) -> Iterator[MergeRefusal]:
    """Documents whose class asks for a proof that nobody who can approve them could give here.

    What an adoption only brings into force may be approved later, once there is a key.
    """
    for one in proposed:
        if one.eligible and not able[one.document] and one.bar is not None:
            later = adopts and one.document != AUTHORITY
            yield MergeRefusal(one.document, f"{one.document} {_WANTS[one.bar.minimum]}", _KEY, later)


_KEY = (
    'merge a key first, by a pull request of its own: `person namespaces="git" ssh-ed25519 AAAA...` in '
    "data/trust/allowed_signers for somebody who can approve it"
)
_WANTS = {
    "forge": "asks for a merge signed by a pinned key, and data/trust/ holds neither a Git host's key nor one of "
    "anybody who can approve it",
    "reviewed": "asks for `reviewed`, which no Git host gives here yet, and nobody who can approve it has a key in "
    "data/trust/allowed_signers to sign with instead",
    "signed": "asks for a merge signed with the approver's own key, and nobody who can approve it has one in "
    "data/trust/allowed_signers that counts today",
}


def _undoes(approvals: ApprovalHistory, proposal: Proposal, proposed: Mapping[str, ProposedChange]) -> bool:
    """Whether nothing would land but AUTHORITY as it was approved: keys that only unapproved lists name may do that."""
    return [*proposed] == [AUTHORITY] and proposal.restores(approvals, AUTHORITY)


def _key_holders(approvals: ApprovalHistory, authority: Authority, undoes: bool) -> Set[str]:
    """People with a key that counts on the day, by id."""
    day = approvals.decisions.as_of
    if approvals.timeline.bootstrap is None:
        revoked = approvals.timeline.past(PastRevokedKeys, REVOKED, approvals.head)
        stopped = {key.fingerprint: True for key in revoked.revoked} if revoked else {}
    else:
        stopped = dict(approvals.decisions.facts.keys.stopped(AUTHORITY, approvals.head + 1))
        bar = authority.bar(("authority",))
        if undoes and all_keys_revoked(authority, bar, list(authority.eligible(bar, day)), stopped, day):
            stopped = {key: True for key, approved in stopped.items() if approved}
    return {person for key, person in authority.holders_on(day).items() if key not in stopped}


def _of_register(approvals: ApprovalHistory, proposed: Mapping[str, ProposedChange]) -> Iterator[MergeRefusal]:
    """Documents that no approved register has, where this changes nothing of AUTHORITY that would be approved too."""
    stood = approvals.decisions.approved.numbers
    known = approvals.timeline.defined(stood[-1]).by_id if stood and AUTHORITY not in proposed else proposed
    for document in proposed:
        if document not in known:
            what = f"{document} is in no approved register, so that merging this would approve nothing of it"
            yield MergeRefusal(
                document, what, "let an approver of class authority merge a change of the register first"
            )


def _of_persons(authority: Authority, adopts: bool, able: Mapping[str, tuple[str, ...]]) -> Iterator[MergeRefusal]:
    """Whether one person can approve all of it; else how to split it. What one landing leaves open stays open."""
    wanted = {document: people for document, people in able.items() if people}
    if len(wanted) < 2 or _of_all(list(wanted.values())):
        return
    parts = "; ".join(f"{', '.join(group)} by {_names(authority, wanted, group)}" for group in split(wanted))
    if adopts:
        what = f"no one person can approve all that this adoption brings into force: {parts}"
        help_ = "whoever adopts approves their part; let the others approve theirs after it, with `ratified reaffirm`"
        yield MergeRefusal(None, what, help_, warning=True)
    else:
        what = "no one person can approve all that this pull request changes, and what is left open stays unapproved"
        yield MergeRefusal(None, what, f"split it like this, a pull request each: {parts}")


def split(able: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """The documents in as few groups as are found quickly, each with somebody who can approve all of it."""
    left, groups = dict(able), []
    while left:
        people = dict.fromkeys(id_ for ids in left.values() for id_ in ids)
        best = max(people, key=lambda id_: sum(id_ in ids for ids in left.values()))
        groups.append([document for document, ids in left.items() if best in ids])
        left = {document: ids for document, ids in left.items() if best not in ids}
    return groups


def _names(authority: Authority, able: Mapping[str, tuple[str, ...]], group: Sequence[str]) -> str:
    return " or ".join(authority.person[id_].name or id_ for id_ in _of_all([able[d] for d in group])[:3])
