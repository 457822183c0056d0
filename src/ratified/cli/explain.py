"""`ratified explain`: a rule's page, or the list of rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

import ratified
from ratified.cli import exits
from ratified.model.close_names import meant


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Print the page of the rule CODE: what it catches, why it matters, how to fix it.

    Without CODE, list every rule.
    """
    pages = Path(ratified.__file__).with_name("catalogue") / "rules.json"  # `make schemas` writes it
    rules = {rule["code"]: rule for rule in json.loads(pages.read_bytes())}
    if code is None:
        for rule in rules.values():
            click.echo(f"{rule['code']}  {rule['level']:<7}  {rule['title']}")
        return exits.CLEAN
    found = rules.get(code.upper())
    if found is None:
        raise exits.CannotDecideError(f"no rule {code!r}; {meant(code, rules, '`ratified explain` lists them')}")
    click.echo(f"{found['code']}: {found['title']} ({found['level']}, {found['name']})\n\n{found['page']}")
    return exits.CLEAN
