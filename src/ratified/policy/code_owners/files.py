"""Where each forge looks for CODEOWNERS, by what a forge is known, and the file as it reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.code_owners.gitea import gitea_deciding, gitea_lines
from ratified.policy.code_owners.github import github_deciding, github_lines
from ratified.policy.code_owners.gitlab import gitlab_deciding, gitlab_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ratified.policy.code_owners.lines import CodeownersLine, Forge, SkippedLine

_ANYWHERE = ("CODEOWNERS", "docs/CODEOWNERS")
PLACES: Mapping[Forge, tuple[str, ...]] = {
    "GitHub": (".github/CODEOWNERS", *_ANYWHERE),
    "GitLab": (*_ANYWHERE, ".gitlab/CODEOWNERS"),
    "Gitea": (*_ANYWHERE, ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"),
}
"""Where each forge looks, in this order; the first that is there counts. Forgejo looks where Gitea does, and in a
folder of its own last."""

_MADE: Mapping[Forge, str] = {
    "GitHub": ".github/CODEOWNERS",
    "GitLab": ".gitlab/CODEOWNERS",
    "Gitea": ".gitea/CODEOWNERS",
}
"""Where a file is put that is not there yet."""

_SIGNS: Mapping[Forge, tuple[str, ...]] = {
    "GitHub": (".github/",),
    "GitLab": (".gitlab-ci.yml", ".gitlab/"),
    "Gitea": (".gitea/", ".forgejo/"),
}
"""What tells that a repository lives at a forge."""


class CodeownersFile(NamedTuple):
    """The file that a forge reads: the lines that count, in order, and the others."""

    path: str
    forge: Forge
    lines: tuple[CodeownersLine, ...]
    skipped: tuple[SkippedLine, ...] = ()

    def deciding(self, path: str) -> tuple[CodeownersLine, ...]:
        """The lines that decide about a path: the last that matches, on GitLab of each section, on Gitea each."""
        return _DECIDING[self.forge](self.lines, path)


_READERS: Mapping[Forge, Callable[[str], tuple[list[CodeownersLine], list[SkippedLine]]]] = {
    "GitHub": github_lines,
    "GitLab": gitlab_lines,
    "Gitea": gitea_lines,
}
_DECIDING: Mapping[Forge, Callable[[Sequence[CodeownersLine], str], tuple[CodeownersLine, ...]]] = {
    "GitHub": github_deciding,
    "GitLab": gitlab_deciding,
    "Gitea": gitea_deciding,
}


def read_code_owners(forge: Forge, path: str, data: bytes) -> CodeownersFile:
    """A file as a forge reads it. Bytes that are no UTF-8 stand as U+FFFD, which no path holds."""
    lines, skipped = _READERS[forge](data.decode("utf-8", "replace"))
    return CodeownersFile(path, forge, tuple(lines), tuple(skipped))


def forges_of(paths: Iterable[str]) -> list[Forge]:
    """The forges that a repository lives at, by its files; none where nothing tells."""
    known = [*paths]
    return [forge for forge, signs in _SIGNS.items() if any(path.startswith(signs) for path in known)]


def where_read(forge: Forge, present: Collection[str]) -> str:
    """The path of the file that a forge reads, of those that are there; where to put one if there is none."""
    return next((place for place in PLACES[forge] if place in present), _MADE[forge])


def code_owner_files(present: Collection[str], other: Iterable[str], read: Mapping[str, bytes]) -> list[CodeownersFile]:
    """The file of each forge that a repository lives at; GitHub's where nothing tells.

    `present` are the CODEOWNERS files that are there, `other` are more paths by which a forge is known.
    """
    places = [(forge, where_read(forge, present)) for forge in forges_of([*present, *other]) or ["GitHub"]]
    return [read_code_owners(forge, path, read[path]) for forge, path in places if path in present]
