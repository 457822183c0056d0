"""`ratified explain`: a rule's page, or the list of rules, and which of them the register leaves out."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

import ratified
from ratified.cli import exits
from ratified.cli.options import as_of_option
from ratified.model.close_names import meant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.rules.left_out import LeftOutRule

_LEAVING = ("profiles:", "not_asked:")
"""The keys by which a register leaves rules out."""


@click.command()
@click.option(
    "--repo",
    type=click.Path(path_type=Path),
    default=Path(),
    show_default="here",
    help="The policy repository, where there is one: what its register leaves out is said.",
)
@as_of_option
@click.argument("code", required=False)
def explain(repo: Path, as_of: date, code: str | None) -> int:
    """Print the page of the rule CODE: what it catches, why it matters, how to fix it.

    Without CODE, list every rule. Where the register of a policy repository leaves a rule out, that is said, and until
    when a rule that came with an upgrade warns there.

    Example: ratified explain NOT-02
    """
    pages = Path(ratified.__file__).with_name("catalogue") / "rules.json"  # `make schemas` writes it
    rules = {rule["code"]: rule for rule in json.loads(pages.read_bytes())}
    if code is None:
        left_out = {one.code for one in _left_out(repo) if one.everywhere}
        for rule in rules.values():
            unasked = " (not asked here)" if rule["code"] in left_out else ""
            click.echo(f"{rule['code']}  {rule['level']:<7}  {rule['title']}{unasked}")
        return exits.CLEAN
    found = rules.get(code.upper())
    if found is None:
        raise exits.CannotDecideError(f"no rule {code!r}; {meant(code, rules, '`ratified explain` lists them')}")
    click.echo(f"{found['code']}: {found['title']} ({found['level']}, {found['name']})\n\n{found['page']}")
    if found["may_wait"] and (last := _waits(repo, found["since"], as_of)):
        what = f"It came with the upgrade to {found['since']}, and is an error after that day."
        click.echo(f"\n**A warning here until {last}.** {what}")
    for one in _left_out(repo):
        if one.code == found["code"]:
            click.echo(f"\n**Not asked {'here' if one.everywhere else 'of some pages'}.** {one.why}")
    return exits.CLEAN


def _left_out(repo: Path) -> Sequence[LeftOutRule]:
    """The rules that the register of a repository leaves out. One that cannot be read leaves none out."""
    try:
        text = (repo / "data/register.yml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ()
    if not any(key in text for key in _LEAVING):  # most say nothing of it, and loading the rules takes long
        return ()
    from ratified.rules.left_out import left_out

    return [*left_out(text)]


def _waits(repo: Path, since: str, as_of: date) -> date | None:
    """The last day on which a rule that came with a version only warns in a repository; None where it does not."""
    if not (repo / "data/starter.yml").is_file():
        return None
    from ratified.check.approval_record import open_approval_history
    from ratified.check.new_rules import waiting

    with open_approval_history(repo, as_of) as (_, approvals):
        found = waiting(approvals, since, as_of)
    return found.errs_from - timedelta(days=1) if found else None
