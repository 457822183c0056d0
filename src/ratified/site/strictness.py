"""A strict build is strict, however quiet it is asked to be."""

from __future__ import annotations

import logging


def count_warnings(strict: bool) -> None:
    """Let a strict build see its warnings: `--quiet` hides them from MkDocs' own count, and the build then passes.

    What is hidden so is shown again; all else stays quiet.
    """
    logger = logging.getLogger("mkdocs")
    if strict and not logger.isEnabledFor(logging.WARNING):
        logger.setLevel(logging.WARNING)
