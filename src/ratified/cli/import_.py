"""`ratified import`: takes in policies that were written elsewhere, their words as they are."""

from __future__ import annotations

import posixpath
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ratified.analysis.import_pages import ImportRequest
from ratified.analysis.import_plan import plan_import
from ratified.analysis.import_sources import NoImportError
from ratified.analysis.owner_changes import OwnerChange, owners_again
from ratified.analysis.trust import TrustError
from ratified.cli import exits
from ratified.cli.import_incident import incident
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.cli.owned_paths import owner_edit
from ratified.output import imports as report
from ratified.output import terminal
from ratified.policy import read_book
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.changed_tree import ChangedTree

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.analysis.import_plan import ImportPlan
    from ratified.source.tree import WorkTree


def _folder(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """The folder below docs/, as paths of the repository are written."""
    folder = posixpath.normpath(value)
    if not folder.startswith("docs/") or f"{folder}/".startswith("docs/assets/") or "/." in folder:
        raise click.BadParameter(f"{value!r} is no folder for pages; name one below docs/", ctx, param)
    return folder


def _offer(tree: WorkTree, document: str, scheme: str | None, take: bool, repo: Path) -> int:
    from ratified.analysis.clause_offers import NoOfferError, offered_clauses

    try:
        offered = offered_clauses(tree, document, scheme)
        if take:
            rewrite(tree.root, {one.path: (one.before, one.after) for one in offered})
    except (NoOfferError, RewriteError) as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    for line in report.offered(offered, document, scheme, take, repo):
        click.echo(terminal.line(line))
    return exits.CLEAN


def _with_owners(tree: WorkTree, plan: ImportPlan, as_of: date) -> ImportPlan:
    """The plan with CODEOWNERS made again."""
    after = {path: new for path, (_, new) in plan.files.items()}
    book = read_book(ChangedTree(tree, after)).book if after else None
    if book is None:
        return plan
    try:
        found = owner_edit(tree, book.register, after, lambda host, paths: owners_again(tree, book, as_of, host, paths))
    except TrustError as unread:
        found = OwnerChange({}, str(unread))
    todo = (found.todo,) if found.todo else ()
    return replace(plan, files={**plan.files, **found.files}, by_hand=(*plan.by_hand, *todo))


class _PagesOrIncident(click.Group):
    """Takes pages in, unless the first word is a command of its own: no option may stand before that."""

    allow_interspersed_args = True

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return click.Command.collect_usage_pieces(self, ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] in self.commands:
            ctx.args = args
            return args
        return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        if not ctx.args:
            return click.Command.invoke(self, ctx)
        name, command, rest = self.resolve_command(ctx, ctx.args)
        if command is None:
            raise click.UsageError(f"no such command: {name}", ctx)
        # Below its parent, or its usage would name the arguments of the pages, too.
        with command.make_context(f"{ctx.info_name} {name}", rest, parent=ctx.parent) as inner:
            return command.invoke(inner)


def _first_word(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """What a shell offers besides files: the command, as long as no other word is there."""
    return [] if ctx.params.get("paths") else [word for word in ("incident",) if word.startswith(incomplete)]


@click.group("import", cls=_PagesOrIncident, invoke_without_command=True)
@click.option("--class", "class_", metavar="CLASS", help="Their class.  [default: the only one of the register]")
@click.option("--owner", metavar="ROLE", help="The role that owns those which name no owner that is known here.")
@click.option(
    "--into", "folder", default="docs/policies", show_default=True, callback=_folder, help="Where the pages go."
)
@click.option("--clauses", "document", metavar="DOC", help="Offer ids for the rules of DOC instead, as a diff.")
@click.option(
    "--scheme", metavar="SCHEME", help="The form of these ids: AC-{n}.{m}.  [default: from the document's id]"
)
@click.option("--write", "take", is_flag=True, help="Write the ids that --clauses offers.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@repo_option
@as_of_option
@click.argument("paths", metavar="PATH...", nargs=-1, shell_complete=_first_word)
def import_(
    paths: tuple[str, ...],
    class_: str | None,
    owner: str | None,
    folder: str,
    document: str | None,
    scheme: str | None,
    take: bool,
    dry_run: bool,
    repo: Path,
    as_of: date,
) -> int:
    """Take in policies written in Markdown elsewhere: their words as they are, with a row in the register.

    PATH is a file or a folder. The text below the front matter stays byte for byte, but for links that lead
    nowhere from the new place, which are listed. Front matter is mapped as far as it is understood, and the rest is
    kept under `extra:`. What a governed page may not hold is told with its place, and that file is left out
    (exit code 1). Nothing is overwritten but an earlier import that nobody changed. A navigation in mkdocs.yml gets
    the new pages, and a CODEOWNERS that `ratified owners` made is made again.

    With --clauses it takes nothing in: it offers an id for each paragraph of DOC that binds somebody and has none, as a
    diff; --write takes it.

    Where the first word is `incident`, it drafts the record of an incident instead; a folder of that name is
    ./incident.

    Example: ratified import old/policies --class policy --owner security-lead
    """
    if bool(paths) == bool(document) or ((scheme or take) and not document):
        raise click.UsageError("name the files or folders to import, or a document with --clauses DOC")
    tree = open_tree(repo)
    if document:
        return _offer(tree, document, scheme, take, repo)
    try:
        plan = _with_owners(tree, plan_import(tree, ImportRequest(paths, folder, class_, owner, as_of)), as_of)
        if not dry_run:
            rewrite(tree.root, plan.files)
    except (NoImportError, RewriteError) as error:
        sentences = "\n".join(map(terminal.line, str(error).split("\n")))
        raise exits.CannotDecideError(sentences) from None
    again = ["ratified", "import", *paths, *(("--into", folder) if folder != "docs/policies" else ())]
    again += [*(("--class", class_) if class_ else ()), *(("--owner", owner) if owner else ())]
    if str(repo) != ".":
        again += ["--repo", str(repo)]
    for line in report.render(plan, repo, shlex.join(again) if dry_run else ""):
        click.echo(terminal.line(line))
    return exits.FINDINGS if plan.refused else exits.CLEAN


import_.add_command(incident)
