"""Whether a word of a template stands for a value: then it is a blank, whatever the page explains it as elsewhere."""

from __future__ import annotations

import re

_JUST_BEFORE, _JUST_AFTER = 64, 120

_NAMES = re.compile(
    r"(?im)(?:^[ \t>]*(?:(?:[-+*]|\d+[.)])[ \t]+)?(?:\[[ x]\][ \t]+)?|[|:][ \t]*"
    r"|\b(?:is|are|was|were|be|remains?|stays?)[ \t]+(?:still[ \t]+)?)[*_\"'\u201c(]*\Z"
)
"""What stands before a value: a colon, nothing else in a cell or an item, or a verb."""
_ENDS = re.compile(r"[*_\"'\u201d)]*[ \t]*(?:[.,;!?](?!\w)|\n|\||\Z|(?:by|before|until|from|after|soon|for now)\b)")
_OF_PROTOCOL = re.compile(r"(?i)\b(?:protocol|standard)(?:[ \t]+(?:is|was))?[ \t:|*_]*\Z")
_MEANING = re.compile(r"[*_ \t]*\|[*_ \t]*((?:[A-Za-z]{1,30}[ -]){1,8}[A-Za-z]{1,30})")


def stands_for_value(match: re.Match[str]) -> bool:
    """Whether a word stands where a value is asked for, and nothing beside it says what it means there."""
    before = match.string[max(0, match.start() - _JUST_BEFORE) : match.start()]
    after = match.string[match.end() : match.end() + _JUST_AFTER]
    if not (_NAMES.search(before) and _ENDS.match(after)) or _OF_PROTOCOL.search(before):
        return False
    meaning = _MEANING.match(after)
    letters = "".join(word[0] for word in re.split(r"[ -]+", meaning[1])) if meaning else ""
    return not letters.upper().startswith(match[0].upper())
