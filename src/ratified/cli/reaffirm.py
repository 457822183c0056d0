"""`ratified reaffirm`: the annual act. Sets the review date, says who may approve, prints what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.reaffirmation import ReaffirmError, plan
from ratified.changes.document_log import NoSuchDocumentError
from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, open_tree, repo_option
from ratified.output import reaffirm as report
from ratified.output import terminal
from ratified.source.atomic_write import RewriteError, rewrite

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors


@click.command()
@repo_option
@as_of_option
@anchor_option
@click.argument("documents", metavar="DOC...", nargs=-1, required=True)
def reaffirm(repo: Path, as_of: date, anchors: Anchors, documents: tuple[str, ...]) -> int:
    """Set the review date of each DOC to the day, and say who may approve that.

    For a document that was read again and still holds. Only the `reviewed:` line changes, in the front matter of
    the first page or at the top level of the data file. Prints the commands that come next.

    Example: ratified reaffirm POL-IR RB-02
    """
    root = open_tree(repo).root
    try:
        with open_approval_history(root, as_of, anchors=anchors) as (history, approvals):
            planned = plan(root, history, approvals, documents, as_of)
            adopted = approvals.timeline.bootstrap is not None
            unapproved = not adopted and approvals.timeline.adopted(approvals.head)
            main = history.ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")
        rewrite(root, {one.path: (one.before, one.after) for one in planned if one.before != one.after})
    except (NoSuchDocumentError, ReaffirmError, RewriteError) as error:
        sentences = "\n".join(map(terminal.line, str(error).split("\n")))
        raise exits.CannotDecideError(sentences) from None
    for line in report.render(planned, as_of, main, adopted, repo, unapproved):
        click.echo(line)
    return exits.CLEAN
