"""`ratified coverage`: every clause of the policy, and what shows that it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.clause_coverage import CheckEvidence, clause_coverage
from ratified.check.judge import judge
from ratified.check.query import CheckQuery
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, format_option, open_tree, ref_option, repo_option
from ratified.output import coverage as report
from ratified.policy.requirements import answers

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.model.landing import Anchors

ABOUT = frozenset({"COV-10", "COV-11", "COV-12"})
"""The rules on promises: what they find is listed beneath, and decides the exit code."""


@click.command()
@repo_option
@as_of_option
@anchor_option
@ref_option
@format_option
def coverage(repo: Path, as_of: date, anchors: Anchors, ref: str | None, format_: str) -> int:
    """List every clause of the policy with what shows that it is kept, and what nothing checks, with the reason.

    Rules, fields of records, governed documents, people who look; each with the day it was last exercised. Every rule
    is asked now. Beneath stand the requirements of data/requirements.yml with what answers them. Exits 1 where a
    promise has neither proof nor reason, or a proof leads nowhere; other findings are for `ratified check`.

    Example: ratified coverage
    """
    root = open_tree(repo).root if ref is None else repo
    judged = judge(root, as_of, CheckQuery(ref, anchors=anchors))
    if judged.book is None or judged.record is None:
        raise exits.CannotDecideError(f"{judged.undecided}; `ratified check` lists it")
    found = clause_coverage(judged.book, as_of, CheckEvidence(judged.record.verdicts, judged.findings))
    own = [(row, answers(judged.book, row.id)) for row in judged.book.requirements.requirements]
    wrong = [finding for finding in judged.findings if finding.code in ABOUT and finding.waived is None]
    if format_ == "json":
        click.echo(report.render_json(found, own, wrong, as_of, judged.head))
    else:
        for line in report.render(found, own, wrong, as_of):
            click.echo(line)
    return exits.FINDINGS if any(finding.level == "error" for finding in wrong) else exits.CLEAN
