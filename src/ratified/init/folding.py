"""Fourteen roles as ten, for a company of few people: wherever one that is folded stands, another stands instead."""

from __future__ import annotations

import re

FOLDED = {
    "support-lead": "communications-lead",
    "people-lead": "executive-sponsor",
    "finance-lead": "executive-sponsor",
    "vendor-manager": "communications-lead",
}
"""Each with the role that takes its duties over. A role that checks another's work, or stands beside it, is not folded:
whoever restores a system does not sign that it is sound.
"""

_IDS = "|".join(FOLDED)
_CALL = re.compile(rf"""(\b(?:role|held_by)\(\s*["'])({_IDS})(["'])""")
_SCALAR = re.compile(rf"(?:(?<=[:,-] )|(?<=\[))({_IDS})(?=[ \t]*(?:[\],}}]|$))", re.MULTILINE)
_LIST = re.compile(r"\[([a-z0-9, -]+)\]")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def folded_data(text: str) -> str:
    """Data, or front matter, with each role that is folded replaced, and no role twice in one list."""
    found = _SCALAR.sub(lambda one: FOLDED[one[1]], text)
    return _LIST.sub(_once, found)


def folded_page(text: str) -> str:
    """A page: its front matter, and the calls that name a role."""
    front = _FRONT.match(text)
    end = front.end() if front else 0
    body = _CALL.sub(lambda one: f"{one[1]}{FOLDED[one[2]]}{one[3]}", text[end:])
    return folded_data(text[:end]) + body


def _once(found: re.Match[str]) -> str:
    return f"[{', '.join(dict.fromkeys(part.strip() for part in found[1].split(',')))}]"
