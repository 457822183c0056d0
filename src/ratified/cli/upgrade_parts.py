"""`ratified upgrade --split`: an upgrade that is finished, on as many branches as approvers are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.landing_steps import LandingStep, by_approvers
from ratified.cli import exits
from ratified.init.record_text import RECORD
from ratified.init.upgrading import BESIDE
from ratified.output.roster_change import branches, next_steps
from ratified.policy import read_book
from ratified.policy.commit_tree import CommitTree
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.cli.landings import LandingBase
    from ratified.git.history import History
    from ratified.model.landing import Identity


def able_without(approvals: ApprovalHistory, authors: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Who may approve each document, but for those who wrote the change."""
    eligible = {id_: approvals.verdicts[id_].eligible for id_ in approvals.documents}
    return {id_: tuple(one for one in people if one not in authors) for id_, people in eligible.items()}


def split_up(
    base: LandingBase, history: History, approvals: ApprovalHistory, author: str, name: str, root: Path
) -> Iterator[str]:
    """Make the branches, and say who merges them in which order. CannotDecideError where that cannot be."""
    commit = history.resolve(f"refs/heads/{name}")
    if not history.is_ancestor(history.tip, commit):
        raise exits.CannotDecideError(
            f"main has moved on since {name}; `git switch {name} && git merge main`, then again"
        )
    files = _changed(history, commit, name)
    book = read_book(CommitTree(history.listing(commit), history.blob)).book
    if book is None:
        what = (
            f"{name} cannot be read yet, so nothing was made; `git switch {name} && ratified check` says what is left"
        )
        raise exits.CannotDecideError(what)
    wrote = _writers(history, commit, base.who.email)
    ids = {one.id for one in book.people.people if {*map(str.casefold, one.emails)} & {*wrote}} | {author}
    groups = by_approvers(files, approvals.documents, able_without(approvals, ids))
    if alone := [id_ for group in groups if not group.people for id_ in group.documents]:
        raise exits.CannotDecideError(
            f"nobody but {listed(sorted(ids))}, who wrote it, may approve {listed(alone)}; let somebody else write it"
        )
    if len(groups) == 1:
        who = listed([book.person[id_].name for id_ in groups[0].people], "or", most=20)
        yield f"{who} may approve all of {name}, so there is nothing to split. Next:"
        yield f"    git push origin {name}"
        return
    trailers = "".join(f"\nCo-authored-by: {one.name} <{one.email}>" for one in wrote.values())
    steps = [
        LandingStep(name, {path: files[path] for path in group.files}, f"{_subject(name, group.documents)}{trailers}")
        for group in groups
    ]
    held = _pristine(history, commit)
    steps = [step._replace(history=held) if RECORD in step.files else step for step in steps]
    made = base.judged_in_order(steps)
    base.make_branches(made)
    yield from branches([one._replace(step=_told(one.step)) for one in made], book, [])
    yield from next_steps(made, book, author, history.ref.removeprefix("refs/heads/"), root, None)


def _subject(name: str, documents: Sequence[str]) -> str:
    return f"upgrade: To {name.removeprefix('upgrade-')} ({listed(documents) if documents else 'the rest'})\n"


def _told(step: LandingStep) -> LandingStep:
    return step._replace(subject=step.subject.partition("\n")[0])


def _changed(history: History, commit: str, name: str) -> dict[str, bytes | None]:
    """What the branch changes, None for what it takes out."""
    before, after = history.listing(history.tip), history.listing(commit)
    paths = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    if odd := [path for path in paths if path in after and not after[path].regular]:
        raise exits.CannotDecideError(f"{name} holds links or submodules at {listed(odd)}; merge these by hand")
    if not paths:
        raise exits.CannotDecideError(f"{name} changes nothing that main lacks; it is merged, or was never made")
    return {path: history.blob(after[path].id) if path in after else None for path in paths}


def _writers(history: History, commit: str, own: str) -> Mapping[str, Identity]:
    """Everybody else who wrote a commit of the branch, by address without capitals."""
    brought = history.between(history.tip, commit)
    found = {
        one.email.casefold(): one for made in brought for one in (made.author.who, made.committer.who, *made.co_authors)
    }
    return {address: one for address, one in found.items() if address != own.casefold()}


def _pristine(history: History, commit: str) -> Mapping[str, bytes]:
    """What the branch holds for the next upgrade to merge from: in a commit of its own, and no longer at its tip."""
    known = history.listing(history.tip).keys() | history.listing(commit).keys()
    for made in reversed(history.between(history.tip, commit)):
        found = history.listing(made.id)
        if paths := [path for path in found if path not in known and path.startswith(BESIDE) and found[path].regular]:
            return {path: history.blob(found[path].id) for path in paths}
    return {}
