"""`ratified whatif`: what would break without somebody, or without a role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.whatif import NoSuchIdError, without_person, without_role
from ratified.check.judge import judge_tree
from ratified.cli import exits
from ratified.cli.options import as_of_option, format_option, open_tree, repo_option
from ratified.output import whatif as report

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command()
@click.option("--without", "person", metavar="PERSON", help="A person's id in data/people.yml.")
@click.option("--without-role", "role", metavar="ROLE", help="A role's id in data/roles.yml.")
@repo_option
@as_of_option
@format_option
def whatif(person: str | None, role: str | None, repo: Path, as_of: date, format_: str) -> int:
    """Say what would break without a person or a role.

    Lists roles without enough holders, rotations with holes, documents that nobody may approve, escalation rows
    that reach nobody, and references that would be dead. What is broken already is not listed: `ratified check` is
    for that. Exits 0 whenever it could decide.

    Example: ratified whatif --without dana
    """
    if (person is None) == (role is None):
        raise click.UsageError("say what to take away: --without PERSON or --without-role ROLE, one of them")
    judgement = judge_tree(open_tree(repo), as_of)
    if judgement.book is None:
        raise exits.CannotDecideError(f"{judgement.undecided}; `ratified check` lists it")
    try:
        if person is not None:
            result = without_person(judgement.book, person, as_of)
        else:
            result = without_role(judgement.book, role or "", as_of)
    except NoSuchIdError as error:
        raise exits.CannotDecideError(str(error)) from None
    lines = report.render_json(result) if format_ == "json" else report.render(result, judgement.book)
    for line in lines:
        click.echo(line)
    return exits.CLEAN
