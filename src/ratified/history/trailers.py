"""`Co-authored-by` trailers, by one fixed rule that no setting of a repository changes."""

from __future__ import annotations

import re

from ratified.model.landing import Identity

_LINE = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)[ \t]*:(.*)")
_IDENTITY = re.compile(r"([^<>]*)<([^<>]*)>")
_TOKEN = "co-authored-by"


def co_authors(message: str) -> tuple[Identity, ...]:
    """Everyone whom the message's trailers name as a co-author, in order, each once.

    Trailers are the last paragraph, never the first one (the subject), and only if each of its lines is
    `Token: value` or goes on from the line above by indenting. A value that gives no address is kept as a name
    without one: somebody wrote this change whom nobody can identify.
    """
    if _TOKEN not in message.lower():
        return ()
    values = [value for token, value in _trailers(message) if token.lower() == _TOKEN]
    return tuple(dict.fromkeys(map(_identity, values)))


def _trailers(message: str) -> list[tuple[str, str]]:
    lines = [line.rstrip("\r \t") for line in message.strip("\r\n \t").split("\n")]
    start = len(lines)
    while start and lines[start - 1]:
        start -= 1
    found: list[tuple[str, str]] = []
    for line in lines[start:] if start else ():
        if line[0] in " \t" and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
            continue
        trailer = _LINE.fullmatch(line)
        if trailer is None:
            return []
        found.append((trailer[1], trailer[2].strip()))
    return found


def _identity(value: str) -> Identity:
    found = _IDENTITY.fullmatch(value)
    return Identity(value, "") if found is None else Identity(found[1].strip(), found[2].strip())
