"""Who ratified what, without asking any rule."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ratified.check.approval_record import (
    approval_history_of,
    approval_record,
    changed_here,
    edited,
    register_of,
    require_anchors,
    require_registered_branch,
)
from ratified.check.garbage_collection import without_garbage_collection
from ratified.git.error import HistoryError
from ratified.git.history import History, open_history
from ratified.git.repository import OpenRepository
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.policy.commit_tree import CommitTree
from ratified.source.tree import FileTree, WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ratified.approval.past_data import PastRegister
    from ratified.approval.record import ApprovalRecord
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.changes.amendments import Amendments, Words
    from ratified.git.discovery import RepositoryFolders
    from ratified.model.register import Register


@contextmanager
def approvals_and_amendments(
    root: Path,
    as_of: date,
    register: Register,
    found: RepositoryFolders | None = None,
    told: bool = True,
    anchors: Anchors = NO_ANCHORS,
    anew: bool = False,
) -> Iterator[tuple[ApprovalRecord, Amendments]]:
    """The record of a work tree while git can still be asked, all that was learned at once, and its amendments.

    Without `told` there are no amendments, for whoever shows none. What a landing changed never changes, so its words
    are kept for the next run on the same head; with `anew` nothing is taken from an earlier one.
    """
    from ratified.changes.amendments import Amendments

    opened = OpenRepository(root, found, anew or bool(anchors.kept))
    with _asked(root, as_of, None, register, opened, anchors, whole=True) as (history, record):
        yield record, _amended(history, record, as_of) if told else Amendments()


def _amended(history: History, record: ApprovalRecord, as_of: date) -> Amendments:
    from ratified.changes.amendments import amendments

    name = f"amended {history.ref}"
    kept = history.kept.load(name)
    told: Words = kept[1] if isinstance(kept, tuple) and kept[0] == record.head else {}
    before = len(told)
    past = amendments(record.approvals, as_of, told)
    if len(told) != before:
        history.kept.keep(name, (record.head, told))
    return past


@contextmanager
def approvals_of_main(
    root: Path, as_of: date, anchors: Anchors, at: str = ""
) -> Iterator[tuple[History, ApprovalRecord]]:
    """The record of the main branch from objects alone, whatever the work tree says but for the branch's name.

    `at` is the commit to end at, as if nothing had landed above it. Raises HistoryError where nothing may be claimed,
    or where that commit is no landing of the branch. What is published is held against it, so that nothing is taken
    from an earlier run.
    """
    main = register_of(WorkTree(root)).main
    with without_garbage_collection(), open_history(root, main=main, anchors=anchors, anew=True) as history:
        beneath = {landing.commit.id: landing.number for landing in history.landings}
        if at and at not in beneath:
            raise HistoryError(
                f"{at[:12]} is not on the first-parent line of {history.ref} here; fetch it, or find out who built it"
            )
        if not at or at == history.tip:
            with approval_history_of(history, as_of) as approvals:
                require_anchors(history)
                yield history, _then(history, approvals)
            return
    kept = tuple(one for one in anchors.kept if beneath.get(one.commit, beneath[at] + 1) <= beneath[at])
    seen = anchors._replace(kept=kept)
    with (
        without_garbage_collection(),
        open_history(root, ref=at, anchors=seen, anew=True) as history,
        approval_history_of(history, as_of) as approvals,
    ):
        yield history, _then(history, approvals)


@contextmanager
def approvals_only(
    root: Path,
    as_of: date,
    ref: str | None = None,
    register: Register | PastRegister | None = None,
    anchors: Anchors = NO_ANCHORS,
    opened: OpenRepository | None = None,
) -> Iterator[ApprovalRecord]:
    """The record of a repository while git can still be asked: of a ref from objects, else of the work tree.

    `register` is the work tree's, where somebody looked already, and `opened` the repository, which is closed. Raises
    HistoryError where nothing may be claimed.
    """
    with _asked(root, as_of, ref, register, opened, anchors, whole=False) as (_, record):
        yield record


@contextmanager
def _asked(
    root: Path,
    as_of: date,
    ref: str | None,
    register: Register | PastRegister | None,
    opened: OpenRepository | None,
    anchors: Anchors,
    whole: bool,
) -> Iterator[tuple[History, ApprovalRecord]]:
    """A history and its record. `whole`, for pages: it learns at once what every event will ask of git, and what the
    work tree says is held against the day's own landing, since that text is what is shown.
    """
    tree: FileTree = WorkTree(root)
    here = None if ref is not None else register or register_of(tree)
    main = here.main if here else "main"
    with (
        without_garbage_collection(),
        open_history(root, ref=ref, main=main, anchors=anchors, opened=opened) as history,
        approval_history_of(history, as_of) as approvals,
    ):
        require_anchors(history)
        if whole:
            approvals.decisions.prefetch(approvals.documents, whole=True)
        if here is None:
            yield history, _then(history, approvals)
            return
        require_registered_branch(history, approvals, here.main)
        changed = changed_here(history, tree, approvals.commit if whole else None)
        past = approvals.commit != history.tip and not changed
        yield (
            history,
            _then(history, approvals) if past else edited(approval_record(tree, history, approvals), changed, here),
        )


def _then(history: History, approvals: ApprovalHistory) -> ApprovalRecord:
    """The record of the last landing that counts, from objects alone."""
    return approval_record(CommitTree(history.listing(approvals.commit), history.blob), history, approvals)
