"""What CODEOWNERS is made for: the files that are there, and the forge that reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.owner_changes import OwnerChange
from ratified.analysis.owner_patterns import is_magic
from ratified.approval.authority import BUILT_IN_BINDS
from ratified.cli import exits
from ratified.cli.options import below
from ratified.policy.code_owners import forges_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from ratified.analysis.owner_file import Host
    from ratified.model.register import Register
    from ratified.source.tree import WorkTree

HOSTS: dict[str, Host] = {"github": "GitHub", "gitlab": "GitLab", "gitea": "Gitea", "bitbucket": "Bitbucket"}
_PIPELINES = "bitbucket-pipelines.yml"


def paths_of(tree: WorkTree, register: Register) -> list[str]:
    """The files at the root and in each folder that a document names."""
    named = [p for d in register.documents for p in (*d.pages, *d.binds)]
    named += [p for patterns in BUILT_IN_BINDS.values() for p in patterns]
    folders = {pattern.partition("/")[0] for pattern in named if "/" in pattern}
    return sorted({*tree.top(), *tree.paths(*(folder for folder in sorted(folders) if not is_magic(folder)))})


def owner_edit(
    tree: WorkTree, register: Register, more: Iterable[str], make: Callable[[Host, list[str]], OwnerChange]
) -> OwnerChange:
    """What becomes of CODEOWNERS, which forges read at the root of a repository alone; `more` are files to come."""
    if below(tree.root):
        return OwnerChange({})
    paths = sorted({*paths_of(tree, register), *more})
    try:
        return make(host_of(None, paths), paths)
    except exits.CannotDecideError as several:
        return OwnerChange({}, f"CODEOWNERS: {several}, of `ratified owners`")


def host_of(forge: str | None, paths: Collection[str]) -> Host:
    """The forge that was named, or the one whose files are there."""
    if forge is not None:
        return HOSTS[forge]
    known: list[Host] = [*forges_of(paths)]
    if len(known) > 1:
        raise exits.CannotDecideError(f"here are files of {' and '.join(known)}; say which is meant with --forge")
    return known[0] if known else "Bitbucket" if _PIPELINES in paths else "GitHub"
