"""What git says of a repository, and what the tree that is checked does to it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sized
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.approval.documents import DocumentDefinitions
from ratified.approval.past_data import PastRegister, read_past
from ratified.approval.record import ApprovalRecord
from ratified.approval.timeline import REGISTER
from ratified.approval.verdicts import ApprovalHistory, CachedApprovals
from ratified.check.garbage_collection import without_garbage_collection
from ratified.check.query import FOLDERS_READ_BY_RULES, READ_BY_RULES
from ratified.git.error import HistoryError
from ratified.git.history import History, open_history
from ratified.model.governance import Waiver, Waivers
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.policy.records.evidence_files import PATH
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.tree import FileTree, WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.model.register import Register
    from ratified.model.verdict import DocumentVerdict

WAIVERS = "data/waivers.yml"
_EDITED = "edited here, not approved"
_COMMIT = "propose it in a pull request; until an approver merges it, the main branch decides"


@contextmanager
def approval_history_of(history: History, as_of: date) -> Iterator[ApprovalHistory]:
    """The verdicts of a history, as of a day (UTC); each is worked out when it is asked for.

    What was worked out is kept for the next run, which takes it up where the tip, the day and the anchors are the same;
    not where a tool could not check a signature, since it may the next time. HistoryError where nothing had landed yet.
    """
    name, key = f"approvals {history.ref}", (history.tip, history.evidence_tip, as_of, history.anchors)
    kept = history.kept.load(name)
    known = kept[1] if isinstance(kept, tuple) and kept[0] == key else None
    approvals = ApprovalHistory.of(history.landings, history.blobs, history, as_of, known, history.anchors)
    if approvals.head < 0:
        raise HistoryError(f"nothing was on main on or before {as_of.isoformat()}; give a later --as-of")
    before = _size(approvals.computed)
    yield approvals
    if approvals.settled and (known is None or _size(approvals.computed) != before):
        history.kept.keep(name, (key, approvals.computed))


def register_of(tree: FileTree) -> PastRegister:
    """The register of a work tree, read as leniently as that of any commit. HistoryError where it cannot be read."""
    data = tree.read(REGISTER)
    register = None if isinstance(data, ReadingFault) else read_past(PastRegister, REGISTER, data)
    if register is None:
        raise HistoryError(f"{REGISTER} here cannot be read, so nobody can say which branch is main; fix it")
    return register


def _size(known: CachedApprovals) -> int:
    return sum(len(value) for part in known for value in part.values() if isinstance(value, Sized))


def require_registered_branch(history: History, approvals: ApprovalHistory, main: str) -> None:
    """Raise HistoryError where the branch that was judged is not the one this work tree stands on.

    Its own register must name it, and what is checked out must have grown from the same adoption. Otherwise one
    unapproved line in the register could point the whole check at another branch.
    """
    timeline = approvals.timeline
    register = timeline.register(approvals.head)
    if register is not None and register.main != main:
        raise HistoryError(
            f"data/register.yml here names {main!r} as the main branch, but on {history.ref} it names "
            f"{register.main!r}; go back to {register.main!r}, or pass --ref"
        )
    if timeline.adoption is not None:
        adoption = timeline.landings[timeline.adoption].commit.id
        here = history.resolve("HEAD")
        if here != history.tip and not history.is_ancestor(adoption, here):
            raise HistoryError(
                f"{history.ref} was adopted by {adoption[:10]}, which what is checked out here does not descend from; "
                f"correct `main:` in data/register.yml, update the branch, or pass --ref"
            )


def require_anchors(history: History) -> None:
    """HistoryError where the branch does not hold a tip that was seen before: what it tells is not what it told."""
    if history.anchor_state in {"rewritten", "inverted"}:
        raise HistoryError(
            f"{history.ref} was seen at {history.anchored[:12]} before, and that commit is no longer on its "
            "first-parent line; find out who moved the branch, and put it back"
        )


def approved_waivers(record: ApprovalRecord) -> tuple[Waiver, ...]:
    """The waivers that the last approved AUTHORITY holds; none before adoption, or where they cannot be read."""
    approvals = record.approvals
    if approvals.timeline.bootstrap is None or approvals.authority is None:
        return ()
    data = approvals.timeline.content(WAIVERS, approvals.authority.number)
    text = decode(WAIVERS, data) if data is not None else None
    if text is None or isinstance(text, ReadingFault):
        return ()
    found = typed(Waivers, read_yaml(WAIVERS, text))
    return found.waivers if found else ()


def approval_record(
    tree: FileTree, history: History, approvals: ApprovalHistory, evidence: Iterable[str] = ()
) -> ApprovalRecord:
    """The record of a history as it stands; `evidence` are files that evidence names, read from the checked tree."""
    folders = tree.paths(*FOLDERS_READ_BY_RULES)
    named = dict.fromkeys((*READ_BY_RULES, *folders, *(path for path in evidence if PATH.fullmatch(path))))
    return ApprovalRecord(
        approvals=approvals,
        verdicts=approvals.verdicts,
        ref=history.ref,
        head=approvals.commit,
        anchor=history.anchor_state,
        anchored=history.anchored,
        files={path: data for path in named if not isinstance(data := tree.read(path), ReadingFault)},
        tip=history.tip,
        today=history.anchors.today,
        below=history.below,
    )


def changed_here(history: History, tree: FileTree, commit: str | None = None) -> frozenset[str]:
    """Paths whose file here is not that of a commit (the tip's where none is given), is gone, or is new.

    A file that git is told to ignore is new as well where the site would make a page of it.
    """
    held = history.listing(commit or history.tip)
    here = (os.fsencode(path).decode("utf-8", "surrogateescape") for path in tree.paths("data", "docs", "runbooks"))
    return history.edited(commit=commit) | frozenset(path for path in here if path not in held)


def edited(record: ApprovalRecord, paths: Iterable[str], register: Register | PastRegister) -> ApprovalRecord:
    """The record with every document `pending` whose files in the work tree are not those of the judged commit.

    What was wrong with such a document before stays: an edit that nobody landed fixes nothing.
    """
    paths = frozenset(paths)
    if not paths:
        return record
    timeline, head = record.approvals.timeline, record.approvals.head
    reason = _EDITED if record.head == record.tip else f"not what was on {record.approvals.decisions.as_of}"
    sides = (timeline.defined(head), DocumentDefinitions(register.documents))  # type: ignore[arg-type]  # the same keys
    owners = {path: {d for side in sides for d in side.of(path)} for path in paths}
    document_paths = {id_: {path for path, _ in timeline.files(id_, head)} for id_ in record.verdicts}
    touched = {id_ for id_ in record.verdicts if any(id_ in owners[p] or p in document_paths[id_] for p in owners)}
    return replace(record, verdicts=with_pending(record.verdicts, touched, reason, keep=True), edited=paths)


def with_pending(
    verdicts: Mapping[str, DocumentVerdict], touched: set[str], said: str, keep: bool
) -> Mapping[str, DocumentVerdict]:
    """The verdicts with those `pending` that are touched; `keep` their reason where an edit here touches them."""
    return {id_: _as_pending(v, said, keep) if id_ in touched else v for id_, v in verdicts.items()}


def _as_pending(verdict: DocumentVerdict, said: str, keep: bool) -> DocumentVerdict:
    if verdict.verdict == "draft":
        return verdict
    if keep and verdict.why:
        return replace(verdict, verdict="pending", reason=f"{said}; before that, {verdict.reason}")
    reason = said if keep else f"changed by this pull request; on main, {verdict.reason}"
    return replace(verdict, verdict="pending", reason=reason, help=_COMMIT, why="")


@contextmanager
def open_approval_history(
    root: Path, as_of: date, ref: str | None = None, anchors: Anchors = NO_ANCHORS
) -> Iterator[tuple[History, ApprovalHistory]]:
    """The git history and the approval history of a repository, as of a day (UTC), while git can be asked.

    Without a ref the main branch is read that the register here names. Raises HistoryError.
    """
    with without_garbage_collection():
        main = "main" if ref is not None else register_of(WorkTree(root)).main
        with (
            open_history(root, ref=ref, main=main, anchors=anchors) as history,
            approval_history_of(history, as_of) as approvals,
        ):
            require_anchors(history)
            if ref is None:
                require_registered_branch(history, approvals, main)
            yield history, approvals
