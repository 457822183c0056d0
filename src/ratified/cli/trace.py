"""`ratified trace`: what the policy promised for an incident when it was declared, and what happened."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from ratified.analysis.incident_trace import NoSuchIncidentError, UnreadBookError, trace_incident
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, format_option, open_tree, ref_option, repo_option
from ratified.incident import BROKEN, IncidentTrace
from ratified.output import terminal
from ratified.output import trace as report

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors


@click.command()
@repo_option
@as_of_option
@anchor_option
@ref_option
@click.argument("incident", metavar="INC")
@format_option
def trace(repo: Path, as_of: date, anchors: Anchors, ref: str | None, incident: str, format_: str) -> int:
    """Print every target that the policy set for INC, and what happened.

    The policy is the one in force when the incident was declared, and for a level it was raised to when it was
    raised, by what was approved then. Where today's policy has another answer, both are shown. Exits 1 if something was
    missed, or has no record, without a signed deviation; 2 if something cannot be decided.

    Example: ratified trace INC-2026-001
    """
    root = open_tree(repo).root if ref is None else repo
    try:
        found = trace_incident(root, as_of, incident, ref, anchors)
    except (NoSuchIncidentError, UnreadBookError) as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    if format_ == "json":
        click.echo(report.render_json(found.trace, as_of, found.head))
    else:
        for line in report.render(found.trace, sys.stdout.isatty() and not os.environ.get("NO_COLOR")):
            click.echo(line)
    return _exit(found.trace)


def _exit(found: IncidentTrace) -> int:
    """A broken promise is certain whatever else cannot be decided. What stands for no incident promised nothing."""
    outcomes = {row.outcome for row in found.rows}
    if outcomes & BROKEN:
        return exits.FINDINGS
    undecided = "undecidable" in outcomes or (found.without and found.incident.set_aside is None)
    return exits.UNDECIDED if undecided else exits.CLEAN
