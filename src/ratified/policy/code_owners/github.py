r"""CODEOWNERS as GitHub reads it.

Source: "About code owners" in GitHub's documentation (docs.github.com). Most rules of gitignore hold: a later pattern
wins over an earlier one, letter case counts, a slash at the start or inside ties a pattern to the root, a folder takes
in all below it. Other than there `docs/*` takes in no folder, and three things do not work: `!`, sets in `[ ]`, and
`\#` for a name that begins with `#`. An owner is a login, `@organisation/team` or an address; behind the owners may
stand a comment. A line that cannot be read is passed over. A pattern without owners asks nobody. A file of 3 MB or
more is not read at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy.code_owners.lines import CodeownersLine, SkippedLine, numbered, words
from ratified.policy.code_owners.segments import reached

if TYPE_CHECKING:
    from collections.abc import Sequence

LIMIT = 3_000_000
"""A file must be smaller than this, in bytes. GitHub says "3 MB"; of its two meanings this is the stricter."""

_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+", re.ASCII)


def github_lines(text: str) -> tuple[list[CodeownersLine], list[SkippedLine]]:
    """The lines that count, and those that do not. One owner of no form that GitHub knows makes it pass over a line."""
    lines: list[CodeownersLine] = []
    skipped: list[SkippedLine] = []
    if len(text.encode("utf-8", "replace")) >= LIMIT:
        return [], [SkippedLine(1, "GitHub reads no file of 3 MB or more")]
    for number, line in numbered(text):
        found = _before_comment(words(line))
        if found and (why := _unread(found[0], found[1:])):
            skipped.append(SkippedLine(number, why))
        elif found:
            lines.append(CodeownersLine(number, found[0], tuple(found[1:])))
    return lines, skipped


def _before_comment(found: list[str]) -> list[str]:
    """The words before the first that begins with `#`."""
    return found[: next((n for n, word in enumerate(found) if word.startswith("#")), None)]


def _unread(pattern: str, owners: Sequence[str]) -> str | None:
    if pattern.startswith("\\#"):
        return r"GitHub reads no pattern that begins with \#"
    if pattern.startswith("!") or "[" in pattern:
        return f"GitHub reads no pattern with {'!' if pattern[0] == '!' else '['}"
    wrong = next((owner for owner in owners if not _OWNER.fullmatch(owner)), None)
    return f"{wrong} is no login, team or address to GitHub" if wrong is not None else None


def github_deciding(lines: Sequence[CodeownersLine], path: str) -> tuple[CodeownersLine, ...]:
    """The last line that matches a path."""
    return next(((line,) for line in reversed(lines) if github_matches(line.pattern, path)), ())


def github_matches(pattern: str, path: str) -> bool:
    """Whether a pattern takes in a path.

    A slash at the start or inside ties it to the root; without one it counts at any depth. A folder takes in all
    below it, `**` any number of folders, and `*` no slash. Unlike in a gitignore file `docs/*` takes in no folder.
    """
    loose = "/" not in pattern.rstrip("/")
    steps = [*(["**"] if loose else []), *pattern.strip("/").split("/")]
    parts = path.split("/")
    ends = reached(steps, parts)
    if pattern.endswith("/"):
        return any(0 < at < len(parts) for at in ends)
    return len(parts) in ends or ((loose or steps[-1] != "*") and any(at < len(parts) for at in ends))
