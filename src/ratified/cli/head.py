"""`ratified head`: the line by which a later run knows that a tip of the main branch was there today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.check.approval_record import open_approval_history
from ratified.cli import exits
from ratified.cli.options import anchor_option, open_tree, ref_option, repo_option, today

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.model.landing import Anchors


@click.command()
@repo_option
@anchor_option
@ref_option
def head(repo: Path, anchors: Anchors, ref: str | None) -> int:
    """Print today's anchor: the main branch's tip and the day, as `--anchor` takes them.

    Keep the lines of all runs where nobody who can push to main can change them, and pass each one to later runs:
    they show when a commit was there, whatever its own date says. Where main does not hold one of them any more,
    nothing is printed.

    Example: ratified head
    """
    root, as_of = open_tree(repo).root if ref is None else repo, today()
    with open_approval_history(root, as_of, ref, anchors._replace(today=True)) as (history, _):
        click.echo(f"{history.tip}@{as_of.isoformat()}")
    return exits.CLEAN
