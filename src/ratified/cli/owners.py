"""`ratified owners`: CODEOWNERS, or the rules of who may merge, as the register asks for them, printed or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ratified.analysis.owner_file import owner_file
from ratified.analysis.owner_text import by_command
from ratified.cli import exits
from ratified.cli.options import as_of_option, below, open_tree, repo_option
from ratified.cli.owned_paths import HOSTS, host_of, paths_of
from ratified.output import owners as report
from ratified.output import terminal
from ratified.policy import read_book
from ratified.policy.branch_rules import made_alike, merge_rules
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from ratified.analysis.owner_file import Host, OwnerFile
    from ratified.policy import Book
    from ratified.policy.branch_rules import MergeRules
    from ratified.source.tree import WorkTree


@click.command()
@repo_option
@as_of_option
@click.option("--forge", type=click.Choice([*HOSTS]), help="Who reads it.  [default: whose files are here, or github]")
@click.option("--rules", is_flag=True, help="Instead of CODEOWNERS: who may merge, as the Git host's API takes it.")
@click.option(
    "--write", is_flag=True, help="Put it where the Git host reads it, in place of one that this command wrote."
)
@click.option("--replace", is_flag=True, help="With --write: also in place of one that somebody wrote or changed.")
def owners(repo: Path, as_of: date, forge: str | None, rules: bool, write: bool, replace: bool) -> int:
    """Print CODEOWNERS as the register asks for it: of each governed file, who may approve it.

    It is made from the documents and classes of the register, the holders of their roles on the day, and people's
    `forge.login`. Whom it cannot name stands in a comment and is told. Forgejo reads the file for gitea. Where the
    file that is there holds lines of somebody's own, --write prints the difference and leaves it.

    With --rules it is the file by which those alone merge who may approve, by the numbers of their accounts: a ruleset
    of GitHub, a protected branch and an approval rule of GitLab, a branch protection of Gitea and Forgejo.

    Example: ratified owners --forge github
    """
    if replace and not write:
        raise click.UsageError("--replace says what --write may do; give both")
    tree = open_tree(repo)
    folder = below(tree.root)
    if folder and rules:
        raise exits.CannotDecideError(
            f"rules of a branch bind the whole repository, and this policy is its folder {folder}/; whoever else "
            "merges there would be shut out, so set them by hand"
        )
    if folder:
        raise exits.CannotDecideError(
            f"Git hosts read CODEOWNERS at the root of a repository alone, and this policy is its folder {folder}/; "
            "name who may approve it in the file at the root, by hand"
        )
    book = read_book(tree).book
    if book is None:
        raise exits.CannotDecideError("the data here cannot be read; `ratified check` lists what is wrong")
    paths = paths_of(tree, book.register)
    host = host_of(forge, paths)
    if rules:
        return _rules(tree, repo, book, as_of, host, write, replace)
    made = owner_file(book, as_of, host, paths)
    if made.why_not:
        raise exits.CannotDecideError(made.why_not)
    for message in dict.fromkeys(gap.message for gap in made.gaps):
        click.echo(terminal.line(f"ratified: {message}"), err=True)
    if write:
        refused = report.refused(made.path, host.lower(), repo)
        return _put(tree, repo, made, report.written, refused, replace, by_command)
    click.echo(made.data, nl=False)
    return exits.CLEAN


def _rules(tree: WorkTree, repo: Path, book: Book, as_of: date, host: Host, write: bool, replace: bool) -> int:
    """The rules of who may merge, printed or written."""
    if host == "Bitbucket":
        raise exits.CannotDecideError("Bitbucket takes no file of rules; set branch restrictions there by hand")
    made = merge_rules(book, as_of, host)
    for id_ in made.unnamed:
        click.echo(f"ratified: {id_} may approve, and without `forge:` in data/people.yml no rule names them", err=True)
    if not write:
        click.echo(made.data, nl=False)
        return exits.CLEAN
    return _put(
        tree,
        repo,
        made,
        lambda path, root, new: report.rules_written(path, root, new, host),
        report.rules_refused(made.path, host.lower(), repo),
        replace,
        lambda before: made_alike(before, made.data),
    )


def _put(
    tree: WorkTree,
    repo: Path,
    made: OwnerFile | MergeRules,
    told: Callable[[str, Path, bool], Iterator[str]],
    refused: str,
    replace: bool,
    ours: Callable[[bytes], bool],
) -> int:
    """Write the file, unless there is one that would lose somebody's own lines: then say which, and write nothing."""
    read = tree.read(made.path)
    before = None if isinstance(read, ReadingFault) else read
    if isinstance(read, ReadingFault) and (tree.paths(made.path) or tree.faults(made.path)):
        raise exits.CannotDecideError(terminal.line(f"{made.path} {read.message}; {read.help}"))
    if before is not None and before.replace(b"\r\n", b"\n") == made.data:
        click.echo(f"{made.path} is as the register asks for; nothing was written")
        return exits.CLEAN
    if before is not None and not replace and not ours(before):
        for line in report.difference(made.path, before, made.data):
            click.echo(terminal.line(line))
        raise exits.CannotDecideError(refused)
    try:
        rewrite(tree.root, {made.path: (before, made.data)})
    except RewriteError as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    for line in told(made.path, repo, before is None):
        click.echo(line)
    return exits.CLEAN
