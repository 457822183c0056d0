"""A strict build is strict, however quiet it is asked to be, and about pages that somebody governs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page


def count_warnings(strict: bool) -> None:
    """Let a strict build see its warnings: `--quiet` hides them from MkDocs' own count, and the build then passes.

    What is hidden so is shown again; all else stays quiet.
    """
    logger = logging.getLogger("mkdocs")
    if strict and not logger.isEnabledFor(logging.WARNING):
        logger.setLevel(logging.WARNING)


class LinkWarnings:
    """How loudly MkDocs tells of links that lead nowhere: on a page that no document governs they stop no build.

    `RUN-04` says the same of them, a warning there. What the settings say themselves under `validation:` stands.
    """

    def __init__(self, config: MkDocsConfig, as_set: bool) -> None:
        self._links, self._levels = config.validation.links, dict(config.validation.links)
        self._as_set = as_set

    def turn_to(self, governed: bool) -> None:
        """Before a page is made."""
        for name, level in self._levels.items():
            self._links[name] = level if governed or self._as_set else min(level, logging.INFO)

    def tell_of_anchors(self, page: Page, files: Files) -> None:
        """Of a page that nobody governs, ahead of MkDocs, which tells of all pages alike; once every page is made."""
        if not self._as_set:
            page.validate_anchor_links(files=files, log_level=min(self._levels["anchors"], logging.INFO))
            page.links_to_anchors = {}

    def turn_back(self) -> None:
        """After the last page: what comes now is told as it was set."""
        self.turn_to(governed=True)
