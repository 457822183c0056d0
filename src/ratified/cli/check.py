"""`ratified check`: ask every rule about a repository."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.check.query import CheckQuery
from ratified.cli import exits
from ratified.cli.options import anchor_option, as_of_option, below, open_tree, period_option, ref_option, repo_option
from ratified.model.period import NoSuchPeriodError
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ratified.check.judgement import Judgement
    from ratified.model.landing import Anchors


@click.command()
@repo_option
@as_of_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github", "sarif", "markdown"]),
    default="text",
    show_default=True,
    help="How to show the findings.",
)
@ref_option
@click.option("--base", metavar="REF", help="Judge a pull request: what HEAD (or --ref) changes, by this base.")
@period_option
@anchor_option
@click.option("--all", "whole", is_flag=True, help="List each finding, also where many have one cause.")
@click.option("--fix", is_flag=True, help="First fix what SIT-18 finds in pages, where no word changes by it.")
def check(
    repo: Path,
    as_of: date,
    format_: str,
    ref: str | None,
    base: str | None,
    period: str | None,
    anchors: Anchors,
    whole: bool,
    fix: bool,
) -> int:
    """Check who ratified what, the data, the policy and the runbooks, and list every finding.

    One line a finding: where, error or warning, the rule's code, what is wrong, what to do. Many of one cause are
    one group, first causes first. As markdown it is one comment for a pull request: what is pending, who can approve
    it, what it lacks; nothing in it from data mentions or links to anybody.
    `ratified explain CODE` prints the rule's page.

    Example: ratified check --as-of 2027-03-01
    """
    if fix and (ref or base):
        raise click.BadParameter(
            "it changes the work tree, so it goes with neither --ref nor --base", param_hint="'--fix'"
        )
    root = open_tree(repo).root if ref is None and base is None else repo
    if fix:
        _fix(root)
    try:
        judgement = cached_or_new_judgement(root, as_of, CheckQuery(ref, base, anchors, period))
    except NoSuchPeriodError as error:
        raise click.BadParameter(terminal.line(str(error)), param_hint="'--period'") from None
    render = partial(_text, whole=whole) if format_ == "text" else _FORMATS[format_]
    for line in render(judgement, root):
        click.echo(line)
    if judgement.undecided:
        return exits.UNDECIDED
    return exits.FINDINGS if judgement.errors else exits.CLEAN


def _fix(root: Path) -> None:
    """Fix pages of the work tree, and say on the error output what was changed: the other may hold JSON."""
    from ratified.analysis.page_fixes import NotComparedError, page_fixes
    from ratified.output import page_fixes as report
    from ratified.source.atomic_write import RewriteError, rewrite

    try:
        fixed = page_fixes(root)
        rewrite(root, {page.path: (page.before, page.after) for page in fixed})
    except RewriteError as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    except NotComparedError as error:
        click.echo(f"nothing was fixed: {error}", err=True)
        return
    for line in report.render(fixed):
        click.echo(line, err=True)


def _text(judgement: Judgement, _: Path, whole: bool = False) -> Iterator[str]:
    from ratified.output import text

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return text.render(judgement, colour, whole)


def _json(judgement: Judgement, _: Path) -> Iterator[str]:
    from ratified.output import json_report

    return json_report.render(judgement)


def _sarif(judgement: Judgement, root: Path) -> Iterator[str]:
    from ratified.output import sarif

    return sarif.render(judgement, below(root))


def _markdown(judgement: Judgement, _: Path) -> Iterator[str]:
    from ratified.output import markdown

    return markdown.render(judgement)


def _github(judgement: Judgement, root: Path) -> Iterator[str]:
    from ratified.output import github

    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.step_summary(judgement))
        except OSError as error:
            raise exits.CannotDecideError(f"the step summary cannot be written: {error.strerror}") from error
    return github.render(judgement, below(root))


_FORMATS: dict[str, Callable[[Judgement, Path], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
    "markdown": _markdown,
}
