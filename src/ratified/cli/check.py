"""`ratified check`: ask every rule about a repository."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from ratified.cli import exits
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.judgement import Judgement, judge


@click.command()
@repo_option
@as_of_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How to show the findings.",
)
def check(repo: Path, as_of: date, format_: str) -> int:
    """Check the data, the policy and the runbooks, and list every finding.

    One line a finding: where, error or warning, the rule's code, what is wrong, what to do.
    `ratified explain CODE` prints the rule's page.
    """
    judgement = judge(open_tree(repo), as_of)
    for line in _FORMATS[format_](judgement):
        click.echo(line)
    if judgement.undecided:
        return exits.UNDECIDED
    return exits.FINDINGS if judgement.errors else exits.CLEAN


def _text(judgement: Judgement) -> Iterator[str]:
    from ratified.report import text

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return text.render(judgement, colour)


def _json(judgement: Judgement) -> Iterator[str]:
    from ratified.report import machine

    return machine.render(judgement)


def _sarif(judgement: Judgement) -> Iterator[str]:
    from ratified.report import sarif

    return sarif.render(judgement)


def _github(judgement: Judgement) -> Iterator[str]:
    from ratified.report import github

    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.step_summary(judgement))
        except OSError as error:
            raise exits.CannotDecideError(f"the step summary cannot be written: {error.strerror}") from error
    return github.render(judgement)


_FORMATS: dict[str, Callable[[Judgement], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
