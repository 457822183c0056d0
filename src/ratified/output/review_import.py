"""What an import of reviews took and left out, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.plurals import counted, plural
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ratified.analysis.host_answers.fetched_folder import FetchedFolder
    from ratified.analysis.review_import import BatchChain, ReviewImport
    from ratified.approval.past_data import PastRegister

_MOST = 12


def planned(fetched: FetchedFolder, plan: ReviewImport, chain: BatchChain, dry_run: bool) -> Iterator[str]:
    """What is imported and what is left out, by reasons."""
    requests = [request for one in plan.batches for request in one.batch.requests]
    given = sum(len(one.reviews) for one in requests)
    verb = "would import" if dry_run else "imports"
    yield (
        f"{verb} {counted(len(requests), 'merged request')} of {fetched.host} with {counted(given, 'review')}"
        if requests
        else f"nothing new of {fetched.host}"
    )
    for out in plan.left_out:
        names = listed(out.names, most=_MOST)
        yield f"  left out, {out.why}: {names}" if "imported without" not in out.why else f"  {out.why}: {names}"
        if out.todo:
            yield f"    {out.todo}"
    if chain.passed:
        then = "follows those that do" if chain.length else "begins anew"
        yield (
            f"  {counted(chain.passed, 'commit')} of the branch evidence {plural(chain.passed, 'does', 'do')} not "
            f"count (`ratified check`, APR-45): what is imported {then}"
        )


def committed(plan: ReviewImport, made: Sequence[str], signed: bool) -> Iterator[str]:
    """What was written onto the branch, and the next command."""
    for one, commit in zip(plan.batches, made, strict=True):
        yield f"{one.path}: {counted(len(one.batch.requests), 'request')}, commit {commit[:10]} of evidence"
    if not signed:
        yield "It is not signed, so it counts for nothing; --sign KEYFILE signs it."
    yield "Next: git push origin evidence"


def put(out: Path, plan: ReviewImport) -> Iterator[str]:
    """What was written into a folder."""
    yield f"{out}/plan.json and {counted(len(plan.batches), 'batch', 'batches')}, for a workflow to commit"


def to_register(fetched: FetchedFolder, register: PastRegister) -> Iterator[str]:
    """The lines that the register lacks, so that what is imported counts."""
    if register.reviews is None:
        repository = fetched.repository if fetched.repository.isdigit() else f"'{fetched.repository}'"
        yield "No import counts until an approver of class authority has merged this into data/register.yml:"
        yield f"    reviews: {{forge: {fetched.forge}, host: {fetched.host}, repository: {repository}}}"
