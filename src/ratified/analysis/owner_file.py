"""CODEOWNERS made from the register: for each governed file the people who may approve it, as the forge reads it.

Pure: a book, a day and a forge in, the text out. Nothing of it is a proof; it is whom the forge asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ratified.analysis.owner_assignments import OwnerAssignments, OwnerGap
from ratified.analysis.owner_patterns import contains, forge_patterns, path_patterns, whole_folder
from ratified.analysis.owner_text import OwnerSection, owner_text, section_lines
from ratified.policy.code_owners import read_code_owners, where_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

    from ratified.policy import Book

Host = Literal["GitHub", "GitLab", "Gitea", "Bitbucket"]
"""Where a repository may live, whether or not code owners are known there."""

_NONE_THERE = (
    "Bitbucket Cloud reads no CODEOWNERS. Name default reviewers in the settings of the repository, and let a branch "
    "restriction ask for their approval"
)


@dataclass(frozen=True)
class OwnerFile:
    """The file that a forge should read: its path and bytes, and whom it cannot ask.

    Where the forge has no such file path and bytes are empty, and `why_not` says why and what to do instead.
    """

    path: str
    data: bytes
    gaps: tuple[OwnerGap, ...] = ()
    why_not: str = ""


def owner_file(book: Book, as_of: date, forge: Host, paths: Collection[str] = ()) -> OwnerFile:
    """The CODEOWNERS that a book asks for on a day (UTC).

    `paths` are more files of the repository than the book knows of, best of all every one: such as belong to several
    documents get lines of their own, on Gitea all files of a pattern that has some in common with others do, and the
    forge's file goes where the forge looks first of those that are there. Read back by `ratified.policy.code_owners`
    each of them, if it is governed, is decided by people who may approve every document that it belongs to, but for
    what `gaps` names.
    """
    if forge == "Bitbucket":
        return OwnerFile("", b"", (), _NONE_THERE)
    case = OwnerAssignments(book, as_of, forge)
    there = {*case.known_paths, *paths}
    files = {path: found for path in sorted({*there, *case.named_paths}) if (found := case.classes_of_path(path))}
    sections = [*_rest(case), *(_of_expressions if forge == "Gitea" else _of_patterns)(case, files)]
    sections += _exceptions(case, sections, files)
    met = {found for path, found in files.items() if path in there} | case.open_ended
    sections = [one if len(one.classes) < 2 or one.classes in met else one._replace(gaps=()) for one in sections]
    gaps = tuple(dict.fromkeys(gap for section in sections for gap in section.gaps))
    return OwnerFile(where_read(forge, paths), owner_text(forge, sections), gaps)


def _rest(case: OwnerAssignments) -> Iterator[OwnerSection]:
    """What no document governs, where the last line wins: whoever approves the layout has a look."""
    layout = ("layout",)
    if case.forge != "Gitea" and "layout" in case.book.register.classes and (owners := case.owners(layout)):
        comment = "What no document governs: pages round the policies, and what is new under data/."
        yield OwnerSection(layout, comment, owners, ("/data/", "/docs/", "/runbooks/"))


def _titled(case: OwnerAssignments, classes: tuple[str, ...]) -> str:
    """The comment over the lines of some classes."""
    documents = dict.fromkeys(one.document for one in case.patterns if one.class_ in classes)
    if len(classes) > 1:
        return f"Classes {' and '.join(classes)} together: files that documents of each of them have in common."
    roles = " and ".join(case.book.register.classes[classes[0]].approvers)
    return f"Class {classes[0]}, approved by {roles}: {', '.join(documents)}."


def _by_classes(case: OwnerAssignments) -> list[tuple[tuple[str, ...], list[str]]]:
    """The patterns of the register by the classes that they belong to; what belongs to more comes later."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in case.patterns:
        found.setdefault(case.classes_of_pattern(one.pattern), []).append(one.pattern)
    return sorted(found.items(), key=lambda pair: len(pair[0]))


def _section(case: OwnerAssignments, classes: tuple[str, ...], patterns: Iterable[str]) -> OwnerSection:
    gaps = tuple(dict.fromkeys(case.gaps(classes)))
    return OwnerSection(classes, _titled(case, classes), case.owners(classes), tuple(patterns), gaps)


def _of_patterns(case: OwnerAssignments, files: dict[str, tuple[str, ...]]) -> Iterator[OwnerSection]:
    """The sections where the last line wins."""
    for classes, patterns in _by_classes(case):
        written: list[str] = []
        for pattern in patterns:
            folder = whole_folder(pattern)
            if folder and _alone_in(case, files, classes, folder):
                written += forge_patterns(case.forge, f"{folder}*")
            else:
                written += forge_patterns(case.forge, pattern)
        yield _section(case, classes, written)


def _alone_in(case: OwnerAssignments, files: dict[str, tuple[str, ...]], classes: tuple[str, ...], folder: str) -> bool:
    """Whether nothing in a folder is of other classes, so that the whole of it may stand for its pages."""
    others = (one.pattern for one in case.patterns if case.classes_of_pattern(one.pattern) != classes)
    return not any(one.startswith(folder) or contains(one, f"{folder}*") for one in others) and all(
        found == classes for path, found in files.items() if path.startswith(folder)
    )


def _of_expressions(case: OwnerAssignments, files: dict[str, tuple[str, ...]]) -> Iterator[OwnerSection]:
    """The sections where every rule counts: a pattern that takes in files of others is named file by file."""
    for classes, patterns in _by_classes(case):
        written: list[str] = []
        for pattern in patterns:
            rules = forge_patterns(case.forge, pattern)
            read = read_code_owners(case.forge, "", "".join(f"{rule} @x\n" for rule in rules).encode())
            taken = [path for path in files if read.deciding(path)]
            shared = any(
                case.classes_of_pattern(one.pattern) != classes and contains(pattern, one.pattern)
                for one in case.patterns
            )
            if shared or any(files[path] != classes for path in taken):
                own = (path for path in taken if files[path] == classes)
                rules = tuple(rule for path in own for rule in path_patterns(case.forge, path))
            written += rules
        yield _section(case, classes, written)


def _exceptions(
    case: OwnerAssignments, sections: Iterable[OwnerSection], files: dict[str, tuple[str, ...]]
) -> list[OwnerSection]:
    """Lines for files that would be decided by others than who may approve all of their documents; none is the rule."""
    added: list[OwnerSection] = []
    for _ in range(3):  # a line for one file may take in another, where the forge cannot write its name
        text = "\n".join(section_lines([*sections, *added], case.forge))
        read = read_code_owners(case.forge, "", text.encode())
        wrong: dict[tuple[str, ...], list[str]] = {}
        for path, classes in files.items():
            asked = {owner for line in read.deciding(path) for owner in line.owners}
            if asked != {*case.owners(classes)}:
                wrong.setdefault(classes, []).append(path)
        if not wrong:
            return added
        for classes, paths in wrong.items():
            patterns = (rule for path in paths for rule in path_patterns(case.forge, path))
            section = _section(case, classes, patterns)
            added.append(section._replace(comment=f"Files that a line above takes in besides. {section.comment}"))
    left = ", ".join(sorted(path for paths in wrong.values() for path in paths))
    classes = tuple(sorted({class_ for found in wrong for class_ in found}))
    gap = OwnerGap(classes, f"{case.forge} cannot tell apart {left}; give one of the files another name", True)
    return [*added, OwnerSection(classes[:1], "Whoever is asked about these is asked by chance.", (), (), (gap,))]
