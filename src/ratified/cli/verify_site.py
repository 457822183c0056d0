"""`ratified verify-site`: which pages of a built site are what was approved, and which were altered since."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.check.approval_record import register_of
from ratified.cli import exits
from ratified.cli.options import anchor_option, format_option, open_tree, repo_option
from ratified.output.verification import render, render_json
from ratified.site.rebuild import made_anew
from ratified.site.verification import NotVerifiableError, claimed, verify

if TYPE_CHECKING:
    from ratified.model.landing import Anchors


@click.command("verify-site")
@click.argument("site", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@repo_option
@anchor_option
@click.option("--anew", is_flag=True, help="Build the site again and compare: this runs the macros of its commit.")
@format_option
def verify_site(site: Path, repo: Path, anchors: Anchors, anew: bool, format_: str) -> int:
    """Say which pages of the site in DIR are what was approved, which were altered after the build, which are unknown.

    DIR is a folder that `ratified site build` wrote, here or elsewhere; the repository must hold the commit that it was
    built from. The bytes are held against those that a build of this account left, or with --anew against a build made
    now; what pages say of their approval is held against git. Exits 1 where a file was altered, added or taken away,
    where a page says more than git does, or where the site was built from edited files.

    Example: ratified verify-site build/site
    """
    tree = open_tree(repo)
    try:
        claim = claimed(site)
        known = made_anew(tree.root, claim, register_of(tree).main, anchors) if anew else None
        found = verify(tree.root, site, anchors, known)
    except NotVerifiableError as error:
        raise exits.CannotDecideError(str(error)) from None
    if format_ == "json":
        click.echo(render_json(found.head, found.as_of, found.pages, found.edited, found.sound))
    else:
        for line in render(found.head, found.as_of, found.pages, found.edited):
            click.echo(line)
    return exits.CLEAN if found.sound else exits.FINDINGS
