"""The verdicts and the traces of the site, worked out once a build, while MkDocs reads and renders the other pages."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING

from ratified.check.approvals_only import approvals_and_amendments
from ratified.check.background import judge_in_background
from ratified.check.judgement import Judgement
from ratified.check.period import period_verdicts
from ratified.clock import moment
from ratified.git.discovery import RepositoryFolders, find_repository
from ratified.incident.traced_incidents import TracedIncidents
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.policy.macro_data import FINDINGS, PAST
from ratified.views.approvals.status import CommittedFiles, SiteVerdicts, web_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from ratified.approval.timeline import Timeline
    from ratified.policy import Book


def stand_ahead(
    root: Path,
    as_of: date,
    book: Book,
    repo_url: str | None,
    anchors: Anchors,
    called: frozenset[str],
    anew: bool = True,
) -> Future[SiteVerdicts]:
    """The standing, begun now and ready when somebody asks for it; git works on another processor meanwhile.

    `called` are the macros of the site's pages: what none of them shows is not worked out. `anew`, as for all that is
    published, takes nothing from an earlier run.

    Raises HistoryError at once where there is no repository, and when asked where nothing may be claimed.
    """
    found = find_repository(root)
    with_one = ThreadPoolExecutor(1)
    try:
        return with_one.submit(make_verdicts, root, as_of, book, repo_url, called, found, anchors, anew)
    finally:
        with_one.shutdown(wait=False)


def make_verdicts(
    root: Path,
    as_of: date,
    book: Book,
    repo_url: str | None,
    called: frozenset[str],
    found: RepositoryFolders | None = None,
    anchors: Anchors = NO_ANCHORS,
    anew: bool = True,
) -> SiteVerdicts:
    """What git says of a work tree's documents. Raises HistoryError where nothing may be claimed."""
    found = found or find_repository(root.resolve())
    past = not PAST.isdisjoint(called)
    checks = (
        judge_in_background(root, as_of, found, anchors, anew)
        if not FINDINGS.isdisjoint(called)
        else nullcontext(lambda: None)
    )
    with (
        checks as check,
        approvals_and_amendments(root, as_of, book.register, found, past, anchors, anew) as (record, amended),
    ):
        events = {id_: record.events(id_) for id_ in record.verdicts}
        versions = {id_: record.approvals.version(id_) for id_ in record.verdicts}
        periods = period_verdicts(book, record, as_of)
        judged = TracedIncidents(book, record.approvals, as_of)
        pages = (page.path for page in book.markdown)
        governing = {path: record.approvals.governing(path) for path in (*pages, *book.record_texts)}
        traces = {incident.id: judged.trace(incident, brief=False) for incident in book.incident.values()}
        held = {one.id: judged.in_force.at(moment(one.starts)) for one in book.exercises if one.starts}
        checked = _of(record.head, check())
        approvals = record.approvals
        beginning, alone = record.adopted_in, record.single_approver
        acknowledged = approvals.acknowledged
        commit = _held(approvals.timeline, approvals.head, approvals.documents)
    return SiteVerdicts(
        verdicts=record.verdicts,
        events=lambda id_: events.get(id_, ()),
        version=lambda id_: versions.get(id_, 0),
        as_of=as_of,
        head=record.head,
        web=web_of(repo_url),
        periods=periods,
        trace=traces.get,
        held_under=held.get,
        ref=record.ref,
        landings=len(record.approvals.timeline.landings),
        checked=checked,
        amendments=amended,
        held=commit,
        governing=lambda path: governing.get(path, ()),
        edited=record.edited,
        today=record.today,
        adopted_in=beginning,
        single_approver=alone,
        acknowledged=acknowledged,
    )


def _held(timeline: Timeline, head: int, documents: Iterable[str]) -> CommittedFiles:
    """What the last landing that counts holds, and the documents of each path."""
    owners: dict[str, list[str]] = {}
    for id_ in documents:
        for path, _ in timeline.files(id_, head):
            owners.setdefault(path, []).append(id_)
    paths = frozenset(path for path in timeline.path_history if timeline.at(path, head))
    return CommittedFiles(paths, {path: tuple(ids) for path, ids in owners.items()})


def _of(head: str, checked: Judgement | None) -> Judgement | None:
    """A check of this very commit. Where main moved between the two looks, nobody knows what belongs together."""
    if checked is None or checked.head in {head, None}:
        return checked
    return Judgement(checked.as_of, None, (), "the main branch moved while the site was built; build it again")
