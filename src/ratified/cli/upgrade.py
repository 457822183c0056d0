"""`ratified upgrade`: brings a company's own files up to the starter of this version, on a branch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from ratified import __version__
from ratified.analysis.landing_steps import LandingStep, by_approvers
from ratified.analysis.starter_upgrade import CompanyFiles
from ratified.approval.past_data import PastPeople, read_past
from ratified.approval.timeline import PEOPLE
from ratified.check.approval_record import open_approval_history, register_of
from ratified.cli import exits
from ratified.cli.landings import LandingBase, author_of, git_of, require_landed
from ratified.cli.options import as_of_option, open_tree, repo_option
from ratified.cli.upgrade_parts import able_without, split_up
from ratified.git.blob_id import blob_id
from ratified.git.merge_file import merge_file
from ratified.git.new_branch import make_branches, same_tree
from ratified.git.objects import is_here
from ratified.init.plan import PlanError
from ratified.init.record_text import RECORD
from ratified.init.upgrading import rendered_again, upgrade_of
from ratified.model.starter_record import StarterRecord, came_with, release
from ratified.output import terminal
from ratified.output import upgrade as report
from ratified.rules import RULES
from ratified.rules.families import FIRST
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from ratified.analysis.starter_upgrade import StarterUpgrade
    from ratified.approval.past_data import PastPerson
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.git.history import History
    from ratified.git.merge_file import FileMerge
    from ratified.git.runner import Git
    from ratified.rules import Rule
    from ratified.source.tree import WorkTree


@click.command()
@repo_option
@as_of_option
@click.option("--dry-run", is_flag=True, help="Say what would become of each file, and make nothing.")
@click.option("--split", is_flag=True, help="Split the finished branch: one for each approver who is needed.")
def upgrade(repo: Path, as_of: date, dry_run: bool, split: bool) -> int:
    """Bring the files that `ratified init` wrote up to this version, on a branch: run it with the new version.

    Files that you left as they were are replaced, those that you edited are merged, with conflicts marked; keys that
    the data now needs are rows to fill in. No line of yours is lost, and the work tree stays as it is. Says what it
    did, and who must approve. Rules that are new warn for 90 days after the merge.

    Example: ratified upgrade --dry-run
    """
    tree = open_tree(repo)
    record = _record(tree)
    git = git_of(tree.root)
    with open_approval_history(tree.root, as_of) as (history, approvals):
        require_landed(history)
        _require_approved(history, approvals)
        people = _people(tree)
        who, author = author_of(git, people)
        base = LandingBase(tree.root, git, history.tip, who, as_of)
        if split:
            waiting = frozenset(one.code for one in _new(record.engine) if one.may_wait)
            made = split_up(replace(base, waiting=waiting), history, approvals, author, f"upgrade-{__version__}", repo)
            _print(made)
            return exits.CLEAN
        done = _upgrade(git, history, tree, record, as_of)
        if done is None:
            said = f"Every file is as ratified {__version__} writes it, or as you changed it: nothing is to be done."
            click.echo(said)
            return exits.CLEAN
        names = {one.id: one.name or one.id for one in people}
        groups = by_approvers(done.files, approvals.documents, able_without(approvals, {author}))
        told = report.UpgradeReport(
            done, groups, names, author, approvals.timeline.bootstrap is not None, _new(record.engine)
        )
        _print(told.lines())
        if dry_run:
            _print(told.if_it_were_made(repo))
            return exits.CLEAN
        name, there = _branch(base, done)
    _print(told.next_command(name, history.ref.removeprefix("refs/heads/"), there, repo))
    return exits.CLEAN


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(terminal.line(line))


def _record(tree: WorkTree) -> StarterRecord:
    """What was written here, and of which version. CannotDecideError where nobody knows, or by a later version."""
    data = tree.read(RECORD)
    if isinstance(data, ReadingFault):
        raise exits.CannotDecideError(
            f"{RECORD} is missing, so nobody can tell what was written here and what you changed. `ratified init "
            "--answers FILE --as-of DAY`, with the answers and the day of then, writes it and overwrites nothing; "
            "have an approver of AUTHORITY merge it into main, then run this again"
        )
    text = decode(RECORD, data)
    file = read_yaml(RECORD, text) if not isinstance(text, ReadingFault) else None
    found = typed(StarterRecord, file) if file else None
    faults = [text] if isinstance(text, ReadingFault) else [one for one in file.faults if one.fatal] if file else []
    if found is None or faults:
        listed = "\n".join(f"{one.place}: {one.message}; {one.help}" for one in faults)
        raise exits.CannotDecideError(f"{RECORD} cannot be read, so nothing was made:\n{listed}")
    if release(found.engine) > release(__version__):
        raise exits.CannotDecideError(
            f"this is ratified {__version__}, and {RECORD} was written by {found.engine}; install that or a newer one. "
            "To go back, revert the merge of the upgrade"
        )
    return found


def _require_approved(history: History, approvals: ApprovalHistory) -> None:
    """Refuse a record that nobody approved: another id in it would make an edited file pass for an untouched one."""
    if approvals.timeline.bootstrap is None or approvals.authority is None:
        return
    if approvals.timeline.at(RECORD, approvals.authority.number) != history.listing(history.tip)[RECORD]:
        raise exits.CannotDecideError(
            f"{RECORD} is not as an approver of AUTHORITY last merged it, so nothing was made; `ratified log "
            "AUTHORITY` says who changed it, and `ratified reaffirm AUTHORITY` who can approve that"
        )


def _people(tree: WorkTree) -> tuple[PastPerson, ...]:
    """The roster, as far as it can be read whatever this version asks of it."""
    data = tree.read(PEOPLE)
    found = None if isinstance(data, ReadingFault) else read_past(PastPeople, PEOPLE, data)
    if found is None:
        raise exits.CannotDecideError(f"{PEOPLE} cannot be read, so nothing was made; `ratified check` says why")
    return found.people


def _upgrade(git: Git, history: History, tree: WorkTree, record: StarterRecord, day: date) -> StarterUpgrade | None:
    def read(id_: str) -> bytes | None:
        return history.blob(id_) if is_here(git, id_) else None

    def merge(path: str, ours: bytes, base: bytes, theirs: bytes) -> FileMerge | None:
        labels = (f"{path}, yours", f"starter of {record.engine}", f"starter of {__version__}")
        return merge_file(git, ours, base, theirs, labels)

    written = {one.path: one.blob for one in record.files}
    files = CompanyFiles(history.listing(history.tip), written, read, lambda data: blob_id(data, history.object_format))
    try:
        rendered = rendered_again(record, register_of(tree).main)
    except PlanError as error:
        raise exits.CannotDecideError(f"nothing was made: {error}") from error
    return upgrade_of(record, files, rendered, merge, __version__, day)


def _new(before: str) -> list[Rule]:
    """The rules that come with an upgrade from a version to this one."""
    return [one for one in RULES if one.since != FIRST and came_with(before, __version__, one.since)]


def _branch(base: LandingBase, done: StarterUpgrade) -> tuple[str, bool]:
    """The name of the branch, and whether it was there already, with the same files. Raises HistoryError."""
    name, subject = f"upgrade-{__version__}", f"upgrade: From ratified {done.before.engine} to {__version__}"
    held = {f"{done.folder}/{path}": data for path, data in done.pristine.items()}
    commit = base.commit(LandingStep(name, done.files, subject, history=held))
    if same_tree(base.git, f"refs/heads/{name}", commit):
        return name, True
    make_branches(base.git, {name: commit})
    return name, False
