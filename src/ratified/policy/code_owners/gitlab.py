r"""CODEOWNERS as GitLab reads it.

Source: "Syntax of CODEOWNERS file" and "Advanced CODEOWNERS configuration" in GitLab's documentation
(docs.gitlab.com, user/project/codeowners). A pattern is one of Ruby's `File.fnmatch` with FNM_PATHNAME and
FNM_DOTMATCH; without a slash at the start it counts at any depth, one at the end takes in all below. Sections are
decided each by itself, lines before the first are one too; two with one name, whatever its letter case, are one
section. A heading may name owners for the lines that name none. `!` takes paths out of its section, for good. There
are no comments behind a line: the owners named there are asked. A word that is no owner is passed over, and a line of
which nothing is left still decides: nobody is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy.code_owners.lines import CodeownersLine, SkippedLine, numbered, words
from ratified.policy.code_owners.segments import reached

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_OWNER = re.compile(
    r"@@(?:developer|maintainer|owner)s?|@[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*|[^@\s]+@[^@\s]+", re.ASCII
)
_HEADING = re.compile(r"\^?\[([^\]]*[^\]\s][^\]]*)\](?:\[\d*\])?(?=\s|$)", re.ASCII)


def gitlab_lines(text: str) -> tuple[list[CodeownersLine], list[SkippedLine]]:
    """The lines that count, with the owners that they have or get from their section, and those that do not."""
    lines: list[CodeownersLine] = []
    skipped: list[SkippedLine] = []
    section, default = "", tuple[str, ...]()
    for number, line in numbered(text):
        if not line or line.startswith("#"):
            continue
        if heading := _HEADING.match(line):
            section, default = heading[1].strip().lower(), _owners(words(line[heading.end() :]))
            continue
        pattern, *rest = words(line)
        if pattern.startswith(("[", "^[")):
            skipped.append(SkippedLine(number, "GitLab reads a heading of a section only as [Name]"))
        elif pattern.startswith("!"):
            lines.append(CodeownersLine(number, pattern, (), section))
        else:
            lines.append(CodeownersLine(number, pattern, _owners(rest) or default, section))
    return lines, skipped


def _owners(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in found if _OWNER.fullmatch(word))


def gitlab_deciding(lines: Sequence[CodeownersLine], path: str) -> tuple[CodeownersLine, ...]:
    """The last line of each section that matches a path, but for sections that take it out."""
    last: dict[str, CodeownersLine] = {}
    out: set[str] = set()
    for line in lines:
        if line.pattern.startswith("!"):
            out |= {line.section} if gitlab_matches(line.pattern[1:], path) else set()
        elif gitlab_matches(line.pattern, path):
            last[line.section] = line
    return tuple(line for section, line in last.items() if section not in out)


def gitlab_matches(pattern: str, path: str) -> bool:
    """Whether a pattern takes in a path: only a slash at the start ties it to the root, one at the end is a folder."""
    steps = [*([] if pattern.startswith("/") else ["**"]), *pattern.strip("/").split("/")]
    if steps[-1] == "**" and not pattern.endswith("/"):
        steps[-1] = "*"  # `**` goes through folders only before a slash
    parts = path.split("/")
    ends = reached(steps, parts, sets=True)
    return any(at < len(parts) for at in ends) if pattern.endswith("/") else len(parts) in ends
