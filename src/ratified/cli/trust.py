"""`ratified trust`: whose keys count. Pins a forge's and people's, lists them, and revokes one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.analysis import trust as planned
from ratified.cli import exits
from ratified.cli.options import DAY, open_tree, repo_option
from ratified.output import terminal
from ratified.output import trust as report
from ratified.source.atomic_write import RewriteError, rewrite
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ratified.analysis.trust import TrustChange
    from ratified.model.people import Person
    from ratified.source.tree import FileTree

_LONGEST = 1 << 16
"""Bytes of a public key's file."""


@click.group()
def trust() -> None:
    """Say whose keys count: a Git host's that signs merges, and people's own.

    Each change is one of AUTHORITY, and counts once its approver has merged it.
    """


@trust.command()
@repo_option
@click.argument("name")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def forge(repo: Path, name: str, file: Path | None) -> int:
    """Pin the key with which a Git host signs merges: GitHub's, or the one in FILE of a Git host of your own.

    NAME is github, whose keys come with this program, or a name for the key in FILE: the public half, OpenPGP as
    text or SSH, with which a GitLab, Gitea, Forgejo or GitHub Enterprise Server signs. Fingerprints are printed, and
    with what to compare them. A key that takes the place of another gets a name of its own; both stay.

    Example: ratified trust forge github
    """
    if file is None and name != "github":
        raise click.UsageError(f"of {name} no key comes with this program; give the file with its public key")
    if file is not None and name == "github":
        raise click.UsageError("GitHub's keys come with this program; name the key of a server of your own otherwise")
    if file is None:
        return _do(repo, planned.pin_github, report.pinned_github)
    from ratified.analysis.forge_key import pin_forge

    data = _read(file)
    return _do(
        repo, lambda tree: pin_forge(tree, name, data), lambda change, root: report.pinned_forge(change, root, name)
    )


@trust.command()
@repo_option
@click.option("--from", "since", type=DAY, metavar="YYYY-MM-DD", help="The first day on which it may sign (UTC).")
@click.option("--until", "last", type=DAY, metavar="YYYY-MM-DD", help="The last day on which it may sign (UTC).")
@click.argument("person")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def key(repo: Path, since: datetime | None, last: datetime | None, person: str, file: Path) -> int:
    """Trust the public SSH key in FILE as PERSON's, an id of data/people.yml.

    Example: ratified trust key dana ~/.ssh/id_ed25519.pub
    """
    from ratified.analysis.trusted_key import trust_key

    data = _read(file)
    people = _people(open_tree(repo))
    days = (since.date() if since else None, last.date() if last else None)
    name = next((one.name for one in people if one.id == person), person)
    return _do(
        repo,
        lambda tree: trust_key(tree, people, person, data, *days),
        lambda change, root: report.trusted(change, root, person, name),
    )


@trust.command("list")
@repo_option
def list_(repo: Path) -> int:
    """List every key in data/trust/: whose it is, its fingerprint, when it may sign, and whether it counts.

    Example: ratified trust list
    """
    from ratified.git.allowed_signers import safe_signers, unsafe_signers

    tree = open_tree(repo)
    try:
        data = planned.bytes_of(tree, planned.SIGNERS) or b""
        ended = frozenset(row.fingerprint for row in planned.revoked_keys(tree))
    except planned.TrustError as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    for line in report.listed(safe_signers(data), unsafe_signers(data), planned.forge_keys(tree), ended):
        click.echo(line)
    for line in report.of_imports(safe_signers(planned.evidence_keys(tree)), planned.EVIDENCE_SIGNERS, ended):
        click.echo(line)
    return exits.CLEAN


@trust.command()
@repo_option
@click.option("--reason", required=True, help="Why: what happened to the key.")
@click.option(
    "--since", metavar="COMMIT", help="The last commit of main up to which it was surely its owner's. [default: main]"
)
@click.argument("key", metavar="KEY")
def revoke(repo: Path, reason: str, since: str | None, key: str) -> int:
    """List KEY as revoked: a fingerprint, or the id of somebody who has one key.

    Anybody may: once it is merged the key approves nothing. What it approved between COMMIT and then ends once an
    approver of class authority merges the list.

    Example: ratified trust revoke lee --reason "A laptop was stolen"
    """
    commit = _commit(open_tree(repo).root, since)
    return _do(
        repo,
        lambda tree: planned.revoke(tree, key, commit, reason),
        lambda change, root: report.revoked(change, root, commit),
    )


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_LONGEST)


def _do(
    repo: Path,
    plan: Callable[[FileTree], TrustChange],
    told: Callable[[TrustChange, Path], Iterator[str]],
) -> int:
    tree = open_tree(repo)
    try:
        change = plan(tree)
        rewrite(tree.root, change.files)
    except (planned.TrustError, RewriteError) as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    for line in told(change, repo):
        click.echo(terminal.line(line))
    return exits.CLEAN


def _people(tree: FileTree) -> tuple[Person, ...]:
    from ratified.model.people import People
    from ratified.source.decode import decode
    from ratified.source.typed import typed
    from ratified.source.yaml_reader import read_yaml

    path = "data/people.yml"
    data = tree.read(path)
    text = data if isinstance(data, ReadingFault) else decode(path, data)
    found = None if isinstance(text, ReadingFault) else typed(People, read_yaml(path, text))
    if found is None:
        raise exits.CannotDecideError(f"{path} cannot be read; `ratified check` says what is wrong there")
    return found.people


def _commit(root: Path, name: str | None) -> str:
    """The commit of main that is meant. A key is revoked after a landing, so that it must be one."""
    from ratified.check.approval_record import register_of
    from ratified.git.history import open_history
    from ratified.source.tree import WorkTree

    with open_history(root, main=register_of(WorkTree(root)).main) as history:
        if name is None:
            return history.tip
        commit = history.resolve(name)
        if not history.is_ancestor(commit, history.tip):
            raise exits.CannotDecideError(terminal.line(f"{name} is no commit of {history.ref}; name one that is"))
        return commit
