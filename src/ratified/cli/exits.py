"""Exit codes, and the user's mistakes as an error of their own."""

from __future__ import annotations

CLEAN = 0
FINDINGS = 1
UNDECIDED = 2
BUG = 3
INTERRUPTED = 130


class CannotDecideError(Exception):
    """The user asked something that cannot be answered here: the message says why and how to fix it."""
