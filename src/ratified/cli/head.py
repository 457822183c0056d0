"""`ratified head`: the line by which a later run knows that a tip of the main branch was there today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, open_tree, ref_option, repo_option
from ratified.judgement.amended import consulted
from ratified.model.landing import Anchors


@click.command()
@repo_option
@as_of_option
@anchor_option
@ref_option
def head(repo: Path, as_of: date, anchors: Anchors, ref: str | None) -> int:
    """Print today's anchor: the main branch's tip and the day, as `--anchor` takes them.

    Keep the lines of all runs where nobody who can push to main can change them, and pass each one to later runs:
    they show when a landing was there, whatever its own date says. Where main does not hold one of them any more,
    nothing is printed.
    """
    root = open_tree(repo).root if ref is None else repo
    with consulted(root, as_of, ref, anchors._replace(today=True)) as (history, _):
        if history.anchor_state in {"rewritten", "inverted"}:
            raise exits.CannotDecideError(
                f"{history.ref} was seen at {history.anchored[:12]} before, and that commit is no landing of it any "
                "more; find out who moved the branch, and put it back"
            )
        click.echo(f"{history.tip}@{as_of.isoformat()}")
    return exits.CLEAN
