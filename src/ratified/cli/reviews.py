"""`ratified reviews`: the script that asks a Git host for merged requests and reviews, and its answers imported."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.analysis.host_answers import NotTakenError
from ratified.analysis.host_answers.fetched_folder import PAGE_SIZE
from ratified.analysis.review_import import import_plan
from ratified.cli import exits
from ratified.cli.options import now, open_tree, repo_option
from ratified.cli.review_files import folder_files, put_batches
from ratified.output import review_import as report
from ratified.output import terminal

if TYPE_CHECKING:
    from ratified.analysis.host_answers.fetched_folder import FetchedFolder
    from ratified.analysis.review_import import BatchChain, ReviewImport
    from ratified.approval.past_data import PastRegister
    from ratified.git.new_branch import OwnIdentity
    from ratified.git.repository import OpenRepository
    from ratified.model.host_review import Forge
    from ratified.source.tree import WorkTree


@click.group()
def reviews() -> None:
    """Keep as evidence what the Git host says of merged requests: who reviewed which head, and when.

    A squash or a rebase names nobody who let it in. With the reviews imported it is approved like any other change.
    """


@reviews.command()
@repo_option
@click.option(
    "--forge",
    type=click.Choice([*PAGE_SIZE]),
    help="Which kind of Git host.  [default: what the register or the remote origin says]",
)
def fetch(repo: Path, forge: Forge | None) -> int:
    """Print the shell script that asks the Git host for merged requests and their reviews.

    A workflow runs it as `sh fetch.sh DIR`, and then `ratified reviews import DIR`. It holds no secret: the token,
    which only has to read, is in the environment. It stops at the first error, and leaves no half of a DIR.

    Example: ratified reviews fetch --forge github
    """
    from ratified.check.approval_record import register_of
    from ratified.output.fetch_script import fetch_script

    tree = open_tree(repo)
    register = register_of(tree)
    click.echo(fetch_script(forge or _forge_of(tree, register), register.main), nl=False)
    return exits.CLEAN


_KNOWN: tuple[tuple[str, Forge], ...] = (
    ("github.", "github"),
    ("gitlab.", "gitlab"),
    ("bitbucket.org", "bitbucket"),
    ("dev.azure.com", "azure"),
    ("visualstudio.com", "azure"),
    ("gitea.", "gitea"),
    ("forgejo.", "gitea"),
    ("codeberg.org", "gitea"),
)
"""How the name of a host tells its kind."""


def _forge_of(tree: WorkTree, register: PastRegister) -> Forge:
    """The kind of host that the register names, else that of the remote origin, else whose files are here."""
    from ratified.cli.landings import git_of
    from ratified.cli.owned_paths import host_of

    if register.reviews and (named := next((kind for kind in PAGE_SIZE if kind == register.reviews.forge), None)):
        return named
    remote = git_of(tree.root).run("config", "--get", "remote.origin.url", accept=(0, 1)).out.decode("utf-8", "replace")
    host = re.sub(r"^[a-z+]+://|^[^/@]*@", "", remote.strip()).rpartition("@")[2].partition("/")[0].lower()
    if known := next((kind for name, kind in _KNOWN if name in host), None):
        return known
    files = host_of(None, [*tree.top(), *tree.paths(".github", ".gitlab", ".gitea", ".forgejo")])
    return next(kind for kind in PAGE_SIZE if kind == files.lower())


@reviews.command("import")
@repo_option
@click.option(
    "--sign",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="KEYFILE",
    help="Sign each commit with this SSH key, one of data/trust/evidence_signers.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=False),
    metavar="FOLDER",
    help="Write the batches and their plan there, for a workflow that commits them through the host.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and write nothing.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
def import_(repo: Path, sign: Path | None, out: Path | None, dry_run: bool, folder: Path) -> int:
    """Import what the script of `ratified reviews fetch` wrote into DIR, onto the branch evidence.

    Each request is held against git: what it became is a commit on main, and its reviewed head is here. What is
    imported already is left out; what cannot be used is left out with its reason, and then the exit code is 1. All of
    it is written, or nothing.

    Example: ratified reviews import fetched --dry-run
    """
    from ratified.check.approval_record import register_of
    from ratified.git.repository import OpenRepository

    if out is not None and (dry_run or sign):
        raise click.UsageError("--out only writes files: give it without --sign and --dry-run")
    if out is not None and (out.exists() or not out.absolute().parent.is_dir()):
        raise click.UsageError(f"--out {str(out)!r}: name a folder that is not there yet, in one that is")
    tree = open_tree(repo)
    register = register_of(tree)
    try:
        fetched = _fetched(folder, register)
        with OpenRepository(tree.root) as opened:
            tip, chain, plan = _planned(tree.root, opened, fetched, register.main)
            for line in report.planned(fetched, plan, chain, dry_run):
                click.echo(terminal.line(line))
            if plan.batches and not dry_run:
                _write(opened, tip, plan, sign and sign.resolve(), out)
    except NotTakenError as error:
        raise exits.CannotDecideError(terminal.line(f"{error}; nothing was imported")) from None
    for line in report.to_register(fetched, register):
        click.echo(terminal.line(line))
    return exits.FINDINGS if any(one.todo for one in plan.left_out) else exits.CLEAN


def _fetched(folder: Path, register: PastRegister) -> FetchedFolder:
    from ratified.analysis.host_answers.fetched_folder import read_folder

    fetched = read_folder(folder_files(folder))
    named = register.reviews
    if named and (named.forge, named.host, str(named.repository)) != (fetched.forge, fetched.host, fetched.repository):
        raise NotTakenError(
            f"the answers are of project {fetched.repository} at {fetched.host}, and data/register.yml names "
            f"{named.repository} at {named.host}; fetch those of the right one, or correct the register"
        )
    return fetched


def _planned(
    root: Path, opened: OpenRepository, fetched: FetchedFolder, main: str
) -> tuple[str, BatchChain, ReviewImport]:
    """The tip of the evidence branch, the batches that it holds, and what is imported."""
    from ratified.analysis.review_import import GitFacts
    from ratified.git import evidence_commits as git_of
    from ratified.git.evidence_tip import evidence_tip
    from ratified.git.revisions import main_branch

    tip = evidence_tip(opened.real)
    chain = _chain(root, opened, tip)
    judged = main_branch(opened.real, opened.objects, main)
    heads = {request.head for request in fetched.requests}
    here = git_of.commits_here(opened.real, heads)
    unkept = git_of.unreached(opened.real, here, [judged.commit, *([tip] if tip else [])])
    facts = GitFacts(judged.ref, git_of.first_parents(opened.real, judged.commit), here, unkept)
    return tip, chain, import_plan(fetched, chain, facts, main)


def _chain(root: Path, opened: OpenRepository, tip: str) -> BatchChain:
    """The batches that count by the approved register."""
    from ratified.analysis.review_import import BatchChain, chain_of
    from ratified.check.approval_record import open_approval_history
    from ratified.cli.options import today
    from ratified.git.evidence_commits import writes_batches

    if not writes_batches(opened.plain, tip):
        return BatchChain()
    with open_approval_history(root, today()) as (history, approvals):
        authority = approvals.authority
        if authority is None:
            return chain_of((), sum(data is not None for _, data in history.reviews.commits))
        found = approvals.decisions.facts.reviews.believed(authority, "", len(approvals.timeline.landings))
    return chain_of(found.batches, len(found.refused))


def _write(opened: OpenRepository, tip: str, plan: ReviewImport, key: Path | None, out: Path | None) -> None:
    from ratified.git import evidence_commits as git_of

    if out is not None:
        put_batches(out, plan.batches, tip, git_of.review_tree(opened.real, tip))
        for line in report.put(out, plan):
            click.echo(terminal.line(line))
        return
    at = f"{int(now().timestamp())} +0000"
    old = git_of.local_evidence(opened.real)
    steps = [(one.path, one.data, one.subject, one.heads) for one in plan.batches]
    anew = plan.batches[0].batch.number == 1
    made = git_of.commit_files(opened.real, tip, steps, _who(opened), at, key, anew=anew)
    git_of.move_evidence(opened.real, old, made[-1])
    for line in report.committed(plan, made, key is not None):
        click.echo(terminal.line(line))


def _who(opened: OpenRepository) -> OwnIdentity:
    from ratified.git.new_branch import own_identity

    who = own_identity(opened.real, os.environ)
    if who is None:
        raise exits.CannotDecideError(
            "git does not know who you are; `git config user.name NAME` and `git config user.email ADDRESS`, then again"
        )
    return who
