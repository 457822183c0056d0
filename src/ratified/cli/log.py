"""`ratified log`: every landing that changed a document, by whom, approved or not, and what changed in words."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ratified.changes.document_log import NoSuchDocumentError, document_log
from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, format_option, open_tree, ref_option, repo_option
from ratified.output import log as report
from ratified.output import terminal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors


@click.command()
@repo_option
@as_of_option
@anchor_option
@ref_option
@click.argument("document", metavar="DOC")
@format_option
def log(repo: Path, as_of: date, anchors: Anchors, ref: str | None, document: str, format_: str) -> int:
    """List every commit on main that changed DOC, newest first.

    When, by whom, approved or not and why, and what changed in words, such as `Critical: escalate to Legal Counsel
    60m → 30m`, with the changed lines of prose beneath. It reports and does not judge: `ratified check` does.

    Example: ratified log POL-IR
    """
    root = open_tree(repo).root if ref is None else repo
    with open_approval_history(root, as_of, ref, anchors) as (_, approvals):
        try:
            found = document_log(approvals, document)
        except NoSuchDocumentError as error:
            raise exits.CannotDecideError(terminal.line(str(error))) from None
    if format_ == "json":
        click.echo(report.render_json(document, found))
        return exits.CLEAN
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for line in report.render(document, found, colour):
        click.echo(line)
    return exits.CLEAN
