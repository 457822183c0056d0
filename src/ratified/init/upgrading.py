"""An upgrade of a company's files to the starter of this version: what each becomes, and the record of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.analysis.missing_keys import with_blanks
from ratified.analysis.owner_file import owner_file
from ratified.analysis.owner_text import by_command
from ratified.analysis.renamed_keys import with_channels
from ratified.analysis.starter_upgrade import CompanyFiles, StarterUpgrade, UpgradedFile, upgraded
from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.init.answer_faults import faults_of
from ratified.init.plan import HOSTS, PlanError, planned
from ratified.init.record_text import RECORD, record_text
from ratified.model.starter_record import EngineUpgrade, StarterFile, StarterRecord, release
from ratified.policy import read_book
from ratified.policy.catalogue import clock_catalogue
from ratified.policy.commit_tree import CommitTree
from ratified.source.changed_tree import ChangedTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ratified.analysis.starter_upgrade import Merge

BESIDE = "from-starter"
"""The folder of texts that could not be merged; where the company has one of this name, a number follows."""


def rendered_again(record: StarterRecord, main: str) -> Mapping[str, bytes]:
    """The files that this version writes for the answers of then. Raises PlanError where they no longer fit it."""
    answers = record.answers
    if faults := [*faults_of(answers, {clock.id for clock in clock_catalogue().clocks}, record.begun.year)]:
        listed = "\n".join(f"  {fault.place}: {fault.message}; {fault.help}" for fault in faults)
        raise PlanError(f"the answers do not fit this version; correct them on main, then run this again:\n{listed}")
    return planned(answers, record.begun, main).files


def upgrade_of(
    record: StarterRecord, files: CompanyFiles, rendered: Mapping[str, bytes], merge: Merge, version: str, day: date
) -> StarterUpgrade | None:
    """What an upgrade to a version does on a day; None where there is nothing to do."""
    remade = _owners_by_command(files)
    others = replace(files, written={path: id_ for path, id_ in files.written.items() if path != remade})
    rows = upgraded(others, {path: data for path, data in rendered.items() if path != remade}, merge)
    made: dict[str, bytes | None] = {row.path: row.data for row in rows if row.data is not None}
    tree = CommitTree(files.listing, lambda id_: files.read(id_) or b"")
    renamed = with_channels(ChangedTree(tree, _bytes(made)))
    made |= renamed
    rows += [UpgradedFile(path, "renamed") for path in renamed]
    blanks, places = with_blanks(ChangedTree(tree, _bytes(made)))
    made |= blanks
    if made:  # alone it would be no upgrade: `ratified owners --write` does that
        rows += _owners(record, ChangedTree(tree, _bytes(made)), remade, (*files.listing, *made), day)
    made |= {row.path: row.data for row in rows if row.outcome in {"remade", "removed"}}
    folder = _free(files.listing)
    made |= {f"{folder}/{row.path}": row.offered for row in rows if row.outcome in {"beside", "blocked"}}
    written = tuple(StarterFile(path=path, blob=files.id_of(data)) for path, data in sorted(rendered.items()))
    after = record.model_copy(
        update={"engine": version, "files": written, "upgrades": (*record.upgrades, *_step(record, version, day))}
    )
    if not made and record_text(after) == record_text(record):
        return None
    placed = {files.id_of(data) for data in made.values() if data is not None}
    pristine = {row.path: row.offered for row in rows if row.offered and files.id_of(row.offered) not in placed}
    made[RECORD] = record_text(after)
    return StarterUpgrade(record, after, tuple(sorted(rows, key=lambda row: row.path)), made, pristine, places, folder)


def _bytes(made: Mapping[str, bytes | None]) -> dict[str, bytes]:
    return {path: data for path, data in made.items() if data is not None}


def _step(record: StarterRecord, version: str, day: date) -> Sequence[EngineUpgrade]:
    newer = release(version) > release(record.engine)
    return [EngineUpgrade(before=record.engine, after=version, day=day)] if newer else []


def _free(listing: Mapping[str, object]) -> str:
    """A folder at the root in which the company has nothing."""
    names = (BESIDE, *(f"{BESIDE}-{number}" for number in range(2, len(listing) + 3)))
    return next(name for name in names if not any(p == name or p.startswith(f"{name}/") for p in listing))


def _owners_by_command(files: CompanyFiles) -> str:
    """Where CODEOWNERS is, if it is as the engine made it of the register: then it is made again, and not merged."""
    for path in CODEOWNERS_FILES:
        blob = files.listing.get(path)
        if blob is not None and blob.regular and (data := files.read(blob.id)) is not None and by_command(data):
            return path
    return ""


def _owners(
    record: StarterRecord, tree: ChangedTree, path: str, paths: Sequence[str], day: date
) -> Sequence[UpgradedFile]:
    book = read_book(tree).book if path else None
    if book is None:
        return []
    found = owner_file(book, day, HOSTS[record.answers.forge], (*paths, RECORD))
    return [UpgradedFile(path, "remade", found.data)] if found.path == path and found.data != tree.read(path) else []
