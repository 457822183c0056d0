"""`ratified demo`: a made-up company's repository, with its history, to look around in."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ratified.cli import exits
from ratified.demo.faults import FAULTS
from ratified.demo.tools import DemoError
from ratified.demo.writing import write_demo


@click.command()
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option("--break", "name", metavar="NAME", help="Leave one fault in; --list has the names.")
@click.option("--list", "list_", is_flag=True, help="List the faults: name, the rule that finds it, where.")
def demo(folder: Path | None, name: str | None, list_: bool) -> int:
    """Write the repository of Example Corp, a made-up company, with its history into DIR.

    Eighteen months of signed merges, by keys made on the spot and thrown away. Dates and words are always the same,
    so the demo is judged by a fixed day, which the output names. DIR must be absent or empty.

    Example: ratified demo broken --break self-approval
    """
    if list_:
        for fault in FAULTS:
            click.echo(f"{fault.name} {fault.code} {fault.path}")
        return exits.CLEAN
    if folder is None:
        raise click.UsageError("say where to write it: ratified demo DIR")
    chosen = next((fault for fault in FAULTS if fault.name == name), None)
    if name is not None and chosen is None:
        raise click.UsageError(f"no fault {name!r}; `ratified demo --list` has the names")
    try:
        written = write_demo(folder, chosen)
    except DemoError as error:
        raise exits.CannotDecideError(str(error)) from error
    click.echo(f"Example Corp is in {folder}: {written.landings} commits on main, {written.first} to {written.last}.")
    if chosen:
        click.echo(f"Left in: {chosen.says} {chosen.code} at {chosen.path} finds it.")
    click.echo("Its dates are always the same, so name the day to judge it by:\n")
    click.echo(f"    cd {shlex.quote(str(folder))}")
    for command in ("check", "status", "log POL-IR"):
        click.echo(f"    ratified {command} --as-of {written.as_of}")
    return exits.CLEAN
