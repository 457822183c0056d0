"""`ratified site`: build or serve the policy site in a closed world."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ratified.cli import exits
from ratified.cli.options import open_tree, repo_option


def _as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    try:
        return (
            value if value is None or (len(value) == 10 and date.fromisoformat(value)) else _no_day(ctx, param, value)
        )
    except ValueError:
        return _no_day(ctx, param, value or "")


def _no_day(ctx: click.Context, param: click.Parameter, value: str) -> str:
    raise click.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD", ctx, param)


_DAY = click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    callback=_as_of,
    help="The day to build for.  [default: what mkdocs.yml says, else today, UTC]",
)


@click.group()
def site() -> None:
    """Build or serve the policy site: strictly, and so that nothing is read or run that nobody governs.

    What a build opens is seen from before the configuration is read; what belongs to no document, a program that no
    setting of the list starts, a host that is asked and a module in a library's place end it.
    """


@site.command()
@repo_option
@_DAY
@click.option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), help="Where to.  [default: site_dir of mkdocs.yml]"
)
def build(repo: Path, as_of: str | None, out: Path | None) -> int:
    """Build the site. Exits 1 where it cannot be built as it should be, and says why.

    Example: ratified site build
    """
    from ratified.site.command import NotBuiltError
    from ratified.site.command import build as built

    try:
        folder = built(open_tree(repo).root, out, as_of)
    except NotBuiltError as error:
        _say(error)
        return exits.FINDINGS
    click.echo(folder)
    return exits.CLEAN


@site.command()
@repo_option
@_DAY
@click.option("--address", metavar="IP:PORT", help="Where to serve it.  [default: 127.0.0.1:8000]")
def serve(repo: Path, as_of: str | None, address: str | None) -> int:
    """Serve the site here, and build it anew as files change, until Ctrl-C.

    Example: ratified site serve --address 127.0.0.1:8001
    """
    from ratified.site.command import NotBuiltError
    from ratified.site.command import serve as served

    try:
        served(open_tree(repo).root, address, as_of)
    except NotBuiltError as error:
        _say(error)
        return exits.FINDINGS
    return exits.CLEAN


def _say(error: Exception) -> None:
    if str(error):
        click.echo(f"ratified: {error}", err=True)
