"""`ratified explain`: a rule's page, or the list of rules."""

from __future__ import annotations

import click

from ratified.cli import exits
from ratified.model.near import meant
from ratified.rules import BY_CODE, RULES


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Print the page of the rule CODE: what it catches, why it matters, how to mend it.

    Without CODE, list every rule.
    """
    if code is None:
        for rule in RULES:
            click.echo(f"{rule.code}  {rule.level:<7}  {rule.title}")
        return exits.CLEAN
    found = BY_CODE.get(code.upper())
    if found is None:
        hint = meant(code, BY_CODE, "`ratified explain` lists them")
        raise exits.CannotDecideError(f"no rule {code!r}; {hint}")
    click.echo(f"{found.code}: {found.title} ({found.level}, {found.name})\n\n{found.page}")
    return exits.CLEAN
