"""`ratified explain`: a rule's page, or the list of rules, and which of them the register leaves out."""

from __future__ import annotations

import json
from pathlib import Path

import click

import ratified
from ratified.cli import exits
from ratified.model.close_names import meant

_LEAVES_OUT = "profiles:"
"""What a register must hold for a rule to be left out by it."""


@click.command()
@click.option(
    "--repo",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="here",
    help="The policy repository, where there is one: what its register leaves out is said.",
)
@click.argument("code", required=False)
def explain(repo: Path, code: str | None) -> int:
    """Print the page of the rule CODE: what it catches, why it matters, how to fix it.

    Without CODE, list every rule. Where the register of a policy repository leaves a rule out, that is said.
    """
    pages = Path(ratified.__file__).with_name("catalogue") / "rules.json"  # `make schemas` writes it
    rules = {rule["code"]: rule for rule in json.loads(pages.read_bytes())}
    if code is None:
        left_out = _left_out(repo)
        for rule in rules.values():
            unasked = " (not asked here)" if rule["code"] in left_out else ""
            click.echo(f"{rule['code']}  {rule['level']:<7}  {rule['title']}{unasked}")
        return exits.CLEAN
    found = rules.get(code.upper())
    if found is None:
        raise exits.CannotDecideError(f"no rule {code!r}; {meant(code, rules, '`ratified explain` lists them')}")
    click.echo(f"{found['code']}: {found['title']} ({found['level']}, {found['name']})\n\n{found['page']}")
    if why := _left_out(repo).get(found["code"]):
        click.echo(f"\n**Not asked here.** {why}")
    return exits.CLEAN


def _left_out(repo: Path) -> dict[str, str]:
    """Why the register of a repository leaves rules out, by their codes. One that cannot be read leaves none out."""
    try:
        text = (repo / "data/register.yml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return {}
    if _LEAVES_OUT not in text:  # most say nothing of it, and loading the rules takes longer than all else here
        return {}
    from ratified.rules.left_out import left_out

    return dict(left_out(text))
