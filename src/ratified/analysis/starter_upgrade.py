"""What an upgrade does to each file of a company: replaced where it is as it was written, merged where it was edited.

Pure: ids, bytes and two questions in, a row for each file that changes or is left out. No line of the company's is
lost: what cannot be merged stays as it is, and the new text is offered beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ratified.model.landing import Blob
    from ratified.model.starter_record import StarterRecord

LOCKS = "requirements/"
WHEELS = "requirements/wheels/"

UpgradeOutcome = Literal[
    "replaced",  # nobody had changed it
    "merged",  # the company's changes and the starter's, both
    "conflict",  # both changed the same lines: both stand there, marked
    "added",  # new in the starter
    "renamed",  # keys of it have other names now; beside what else becomes of it
    "remade",  # made from the register, as before
    "beside",  # stays as it is; the new text lies beside
    "absent",  # the company took it out, and it stays out
    "blocked",  # new, and something of the company's has its place
    "orphan",  # no longer in the starter; stays
    "removed",  # a wheel that no lock names any more
]


class UpgradedFile(NamedTuple):
    """A file: its bytes from now on (None where it stays as it is, or goes), those that the starter offers, the lines
    at which conflicts begin, and in a few words why it was not merged.
    """

    path: str
    outcome: UpgradeOutcome
    data: bytes | None = None
    offered: bytes | None = None
    conflicts: tuple[int, ...] = ()
    why: str = ""


class MergedText(Protocol):
    """What a merge gives: the bytes, and the lines at which conflicts begin."""

    @property
    def data(self) -> bytes:
        """The whole text."""
        ...

    @property
    def conflicts(self) -> tuple[int, ...]:
        """The lines, from 1; none where nothing is in conflict."""
        ...


class Merge(Protocol):
    """Ours, base and theirs into one text; None where they are no texts."""

    def __call__(self, path: str, ours: bytes, base: bytes, theirs: bytes) -> MergedText | None:
        """The merge of one path."""
        ...


@dataclass(frozen=True)
class CompanyFiles:
    """The files of a company as main has them: what each path holds, the blob from which each was written, the bytes of
    a blob (None for one that is not in the repository), and the id that bytes have there.
    """

    listing: Mapping[str, Blob]
    written: Mapping[str, str]
    read: Callable[[str], bytes | None]
    id_of: Callable[[bytes], str]


def upgraded(files: CompanyFiles, rendered: Mapping[str, bytes], merge: Merge) -> list[UpgradedFile]:
    """Every file that changes, or that is left though the starter's changed, by path. `rendered` is the new starter."""
    rows = [row for path, data in sorted(rendered.items()) if (row := _of_starter(files, path, data, merge))]
    locks = [row.data for row in rows if row.path.startswith(LOCKS) and row.data is not None]
    changed = {row.path for row in rows if row.data is not None}
    for path, blob in files.listing.items():
        if path.startswith(LOCKS) and path.endswith(".txt") and blob.regular and path not in changed:
            locks.append(files.read(blob.id) or b"")
    rows += [row for path in sorted(files.written.keys() - rendered.keys()) if (row := _gone(files, path, locks))]
    return rows


def _of_starter(files: CompanyFiles, path: str, new: bytes, merge: Merge) -> UpgradedFile | None:
    held, base, offered = files.listing.get(path), files.written.get(path), files.id_of(new)
    if base == offered or (held is not None and held.id == offered):
        return None  # the starter's is as it was, or here already
    if held is None:
        if base is not None:
            return UpgradedFile(path, "absent", None, new)
        if why := _in_the_way(files, path):
            return UpgradedFile(path, "blocked", None, new, (), why)
        return UpgradedFile(path, "added", new, new)
    if held.regular and held.id == base:
        return UpgradedFile(path, "replaced", new, new)
    return _merged(files, path, new, merge)


def _merged(files: CompanyFiles, path: str, new: bytes, merge: Merge) -> UpgradedFile | None:
    held, base = files.listing[path], files.written.get(path)
    if not held.regular:
        return UpgradedFile(path, "beside", None, new, (), "it is a link or a submodule here")
    if base is None:
        return UpgradedFile(path, "beside", None, new, (), "it was not written by ratified")
    ours, before = files.read(held.id), files.read(base)
    if ours is None or before is None:
        return UpgradedFile(path, "beside", None, new, (), "the text it was written from is not in this repository")
    found = merge(path, ours, before, new)
    if found is None:
        return UpgradedFile(path, "beside", None, new, (), "it is no text that git can merge")
    if found.data == ours:
        return None
    return UpgradedFile(path, "conflict" if found.conflicts else "merged", found.data, new, found.conflicts)


def _in_the_way(files: CompanyFiles, path: str) -> str:
    """What of the company's has the place of a new file or of one of its folders."""
    steps = path.split("/")
    above = next((one for n in range(1, len(steps)) if (one := "/".join(steps[:n])) in files.listing), "")
    if above:
        return f"{above} is a file here"
    return f"{path} is a folder here" if any(one.startswith(f"{path}/") for one in files.listing) else ""


def _gone(files: CompanyFiles, path: str, locks: list[bytes]) -> UpgradedFile | None:
    held = files.listing.get(path)
    if held is None:
        return None
    if path.startswith(WHEELS) and held.id == files.written[path] and (data := files.read(held.id)) is not None:
        digest = sha256(data).hexdigest().encode()
        if not any(digest in lock for lock in locks):
            return UpgradedFile(path, "removed")
    return UpgradedFile(path, "orphan")


@dataclass(frozen=True)
class StarterUpgrade:
    """A whole upgrade. `files` are the bytes of each path that changes, None for one that goes; `pristine` those texts
    of the starter that are nowhere among them, by path, for the next upgrade to merge from. `folder` is where texts lie
    that were put beside; `blanks` has `path:line: key` of each key to be filled in.
    """

    before: StarterRecord
    after: StarterRecord
    rows: tuple[UpgradedFile, ...]
    files: Mapping[str, bytes | None]
    pristine: Mapping[str, bytes]
    blanks: tuple[str, ...]
    folder: str

    @property
    def unfinished(self) -> bool:
        """Whether somebody has to write something before the check can pass."""
        return bool(self.blanks) or any(row.outcome == "conflict" for row in self.rows)
