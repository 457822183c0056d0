"""CODEOWNERS as each forge reads it: where it looks, which lines it takes, and which of them decide about a path."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Forge = Literal["GitHub", "GitLab", "Gitea"]

_ANYWHERE = ("CODEOWNERS", "docs/CODEOWNERS")
_PLACES: dict[Forge, tuple[str, ...]] = {
    "GitHub": (".github/CODEOWNERS", *_ANYWHERE),
    "GitLab": (*_ANYWHERE, ".gitlab/CODEOWNERS"),
    "Gitea": (*_ANYWHERE, ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"),
}
"""Where each forge looks, in this order; the first that is there counts. Forgejo looks where Gitea does."""

_SIGNS: dict[Forge, tuple[str, ...]] = {
    "GitHub": (".github/",),
    "GitLab": (".gitlab-ci.yml", ".gitlab/"),
    "Gitea": (".gitea/", ".forgejo/"),
}
"""What tells that a repository lives at a forge."""


class CodeownersLine(NamedTuple):
    """One line: which paths, and whom the forge asks; nobody takes a path out again. `section` is GitLab's."""

    line: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""


class SkippedLine(NamedTuple):
    """A line that the forge or this check does not read, and why."""

    line: int
    why: str


class CodeownersFile(NamedTuple):
    """The file that a forge reads: the lines that count, in order, and the others."""

    path: str
    forge: Forge
    lines: tuple[CodeownersLine, ...]
    skipped: tuple[SkippedLine, ...] = ()

    def deciding(self, path: str) -> tuple[CodeownersLine, ...]:
        """The lines that decide about a path: the last that matches, on GitLab of each section."""
        last: dict[str, CodeownersLine] = {}
        out: set[str] = set()
        for line in self.lines:
            if line.pattern.startswith("!"):
                out |= {line.section} if gitlab_matches(line.pattern[1:], path) else set()
            elif (gitlab_matches if self.forge == "GitLab" else matches)(line.pattern, path):
                last[line.section] = line
        return tuple(line for section, line in last.items() if section not in out)


def code_owner_files(present: Collection[str], other: Iterable[str], read: dict[str, bytes]) -> list[CodeownersFile]:
    """The file of each forge that a repository lives at; GitHub's where nothing tells.

    `present` are the CODEOWNERS files that are there, `other` are more paths by which a forge is known.
    """
    known = [*present, *other]
    forges = [forge for forge, signs in _SIGNS.items() if any(path.startswith(signs) for path in known)]
    found = []
    for forge in forges or ["GitHub"]:
        path = next((place for place in _PLACES[forge] if place in present), None)
        if path is not None:
            found.append(_READERS[forge](path, read[path].decode("utf-8", "replace")))
    return found


_GITHUB_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+")
_GITLAB_OWNER = re.compile(r"@{1,2}[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*|[^@\s]+@[^@\s]+")
_COMMENT = re.compile(r"(?:^|\s)#")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_SECTION = re.compile(r"\^?\[([^\]]+)\](?:\[\d+\])?(?=\s|$)")
_QUOTED = re.compile(r"\\(.)")


def of_github(path: str, text: str) -> CodeownersFile:
    """GitHub leaves out a whole line where one owner has no form it knows, or the pattern is one of gitignore's own."""
    lines, skipped = [], []
    for number, line in enumerate(text.splitlines(), 1):
        pattern, *owners = _WORD.findall(_COMMENT.split(line, maxsplit=1)[0]) or [""]
        wrong = next((owner for owner in owners if not _GITHUB_OWNER.fullmatch(owner)), None)
        if not pattern:
            continue
        if pattern.startswith("!") or "[" in pattern:
            skipped.append(SkippedLine(number, f"GitHub reads no pattern with {'!' if pattern[0] == '!' else '['}"))
        elif wrong is not None:
            skipped.append(SkippedLine(number, f"{wrong} is no login, team or address to GitHub"))
        else:
            lines.append(CodeownersLine(number, pattern, tuple(owners)))
    return CodeownersFile(path, "GitHub", tuple(lines), tuple(skipped))


def of_gitlab(path: str, text: str) -> CodeownersFile:
    """GitLab has sections with owners of their own, and no comments behind a line: it reads the names in them."""
    lines, skipped = [], []
    section, default = "", tuple[str, ...]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if found := _SECTION.match(line.strip()):
            section = found[1].strip().lower()
            default = tuple(_owners(line.strip()[found.end() :].split()))
            continue
        pattern, *words = _WORD.findall(line) or [""]
        owners = tuple(_owners(words)) or default
        if pattern.startswith(("[", "^[")):
            skipped.append(SkippedLine(number, "GitLab reads a heading of a section only as [Name]"))
        elif words and not owners:
            skipped.append(SkippedLine(number, f"{words[0]} is no login, group, role or address to GitLab"))
        else:
            lines.append(CodeownersLine(number, pattern, owners, section))
    return CodeownersFile(path, "GitLab", tuple(lines), tuple(skipped))


def _owners(words: Sequence[str]) -> Iterator[str]:
    return (word for word in words if _GITLAB_OWNER.fullmatch(word))


def of_gitea(path: str, text: str) -> CodeownersFile:
    """Gitea and Forgejo take each pattern for a regular expression of Go, which nothing here evaluates."""
    used = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.lstrip().startswith("#")]
    why = "its patterns are regular expressions to Gitea and Forgejo, which are not evaluated here"
    return CodeownersFile(path, "Gitea", (), tuple(SkippedLine(number, why) for number in used[:1]))


_READERS = {"GitHub": of_github, "GitLab": of_gitlab, "Gitea": of_gitea}


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern takes in a path on GitHub.

    A slash at the start or inside ties it to the root; without one it counts at any depth. A folder takes in all
    below it, `**` any number of folders, and `*` no slash. Unlike in a gitignore file `docs/*` takes in no folder.
    """
    loose = "/" not in pattern.rstrip("/")
    steps = [*(["**"] if loose else []), *pattern.strip("/").split("/")]
    parts = path.split("/")
    reached = _reached(steps, parts)
    whole, below = len(parts) in reached, any(at < len(parts) for at in reached)
    if pattern.endswith("/"):
        return below
    return whole or (below and (loose or steps[-1] != "*"))


def gitlab_matches(pattern: str, path: str) -> bool:
    """The same on GitLab: only a slash at the start ties it to the root, and only one at the end makes it a folder."""
    steps = [*([] if pattern.startswith("/") else ["**"]), *pattern.strip("/").split("/")]
    if steps[-1] == "**" and not pattern.endswith("/"):
        steps[-1] = "*"  # `**` goes through folders only before a slash
    if pattern == "*":
        return True
    parts = path.split("/")
    reached = _reached(steps, parts)
    return any(at < len(parts) for at in reached) if pattern.endswith("/") else len(parts) in reached


def _reached(steps: Sequence[str], parts: Sequence[str]) -> set[int]:
    """After how many parts of a path all steps of a pattern may have been taken."""
    reached = {0}
    for step in steps:
        if step == "**":
            reached = {further for begin in reached for further in range(begin, len(parts))}
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], _plain(step))}
    return reached


def _plain(step: str) -> str:
    """A step for `fnmatch`: a backslash takes the sign after it as it is."""
    return _QUOTED.sub(lambda sign: f"[{sign[1]}]" if sign[1] in "*?" else sign[1], step)
