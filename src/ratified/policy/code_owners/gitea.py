r"""CODEOWNERS as Gitea and Forgejo read it.

Source: "Code Owners" in Gitea's documentation (docs.gitea.com, usage/code-owners). A pattern is a regular expression
of Go for the whole path; with `!` before it every path that it does not match is meant. A backslash takes the sign
after it as it is (a blank, `#`, another backslash) before the expression is read, so that a dot is written `\\.`. `#`
begins a comment anywhere. Every rule that matches is asked, not the last alone. A rule needs an owner, a login or
`@organisation/team`; addresses name nobody. A slash at the start of an expression is passed over, as Gitea's own
tests have it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ratified.policy.code_owners.go_expressions import UnsupportedExpressionError, expression
from ratified.policy.code_owners.lines import CodeownersLine, SkippedLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.policy.code_owners.go_expressions import Search

_OWNER = re.compile(r"@?[A-Za-z0-9_.-]+(?:/[^/@\s]+)?", re.ASCII)


def gitea_lines(text: str) -> tuple[list[CodeownersLine], list[SkippedLine]]:
    """The rules that can be evaluated here, and those that Gitea, or this check, does not read."""
    lines: list[CodeownersLine] = []
    skipped: list[SkippedLine] = []
    for number, line in enumerate(text.split("\n"), 1):
        found = _words(line.strip())
        if not found:
            continue
        owners = tuple(f"@{word.removeprefix('@')}" for word in found[1:] if _OWNER.fullmatch(word))
        try:
            _search(found[0])
        except UnsupportedExpressionError as error:
            skipped.append(SkippedLine(number, f"{found[0]} is an expression that is not evaluated here: {error}"))
        else:
            if owners:
                lines.append(CodeownersLine(number, found[0], owners))
            else:
                skipped.append(SkippedLine(number, "Gitea and Forgejo read no rule without a login or team"))
    return lines, skipped


def _words(line: str) -> list[str]:
    """The words of a line, with what a backslash protects put in and the comment taken off."""
    found = [""]
    signs = iter(line.replace("\t", " "))
    for sign in signs:
        if sign == "\\":
            found[-1] += next(signs, "")
        elif sign == "#":
            break
        elif sign == " ":
            found.append("")
        else:
            found[-1] += sign
    return [word for word in found if word]


def gitea_deciding(lines: Sequence[CodeownersLine], path: str) -> tuple[CodeownersLine, ...]:
    """Every rule that matches a path."""
    return tuple(line for line in lines if gitea_matches(line.pattern, path))


def gitea_matches(pattern: str, path: str) -> bool:
    """Whether a rule takes in a path. The pattern is as it is once its backslashes have been taken off."""
    return _search(pattern)(path) != pattern.startswith("!")


@lru_cache(maxsize=4096)
def _search(pattern: str) -> Search:
    bare = pattern.removeprefix("!").removeprefix("/")
    return expression(f"^{bare}$")
