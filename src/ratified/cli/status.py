"""`ratified status`: what stands for every document, or why one stands as it does."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ratified.check.status import StatusReport, status_report
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, format_option, open_tree, ref_option, repo_option
from ratified.model.close_names import meant
from ratified.output import status as report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors
    from ratified.model.verdict import DocumentVerdict


@click.command()
@repo_option
@as_of_option
@anchor_option
@ref_option
@click.argument("document", required=False)
@click.option("--mine", metavar="PERSON", help="What this person may approve now or soon, and has yet to acknowledge.")
@format_option
def status(
    repo: Path, as_of: date, anchors: Anchors, ref: str | None, document: str | None, mine: str | None, format_: str
) -> int:
    """Say who ratified every document, when, with what proof, and whether that still holds.

    With DOCUMENT: why it has that verdict, in sentences. It reports and does not judge: `ratified check` does.

    Example: ratified status --mine dana
    """
    root = open_tree(repo).root if ref is None else repo
    found = status_report(root, as_of, ref, anchors)
    chosen = _chosen(found, document, mine, as_of)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    unread = None if mine is None else found.acknowledged.open_for(mine)
    if format_ == "json":
        click.echo(report.render_json(found, as_of, chosen, unread))
        return exits.CLEAN
    if document is None:
        lines = report.render(found, as_of, chosen, colour, unread or ())
    else:
        version = _version(root, as_of, ref, anchors, document)
        lines = report.render_one(chosen[0], version, found, colour)
    for line in lines:
        click.echo(line)
    return exits.CLEAN


def _version(root: Path, as_of: date, ref: str | None, anchors: Anchors, document: str) -> int:
    """Which version of a document stands: it takes a look at each of its landings."""
    from ratified.check.approvals_only import approvals_only

    with approvals_only(root, as_of, ref, anchors=anchors) as record:
        return record.approvals.version(document)


def _chosen(found: StatusReport, document: str | None, mine: str | None, as_of: date) -> Sequence[DocumentVerdict]:
    verdicts = list(found.verdicts.values())
    if document is not None:
        if document not in found.verdicts:
            raise exits.CannotDecideError(_no_such("document", document, list(found.verdicts)))
        verdicts = [found.verdicts[document]]
    if mine is None:
        return verdicts
    if mine not in found.people:
        raise exits.CannotDecideError(_no_such("person", mine, list(found.people)))
    return [v for v in verdicts if mine in v.eligible and (v.due is None or v.verdict != "approved" or _soon(v, as_of))]


def _soon(verdict: DocumentVerdict, as_of: date) -> bool:
    return verdict.due is not None and (verdict.due - as_of).days <= report.SOON


def _no_such(kind: str, name: str, known: list[str]) -> str:
    listed = f"there are {', '.join(known[:12]) or 'none'}"
    return f"there is no {kind} {name!r}; {meant(name, known, listed)}"
