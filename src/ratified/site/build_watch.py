"""How the world is closed round a build that MkDocs has begun."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page

from ratified.settings import SETTINGS
from ratified.site import audit
from ratified.site.closed_world import begin, loaded_already, running
from ratified.site.site_book import listed_faults

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def close_the_world(config: MkDocsConfig, root: Path, begun: audit.BuildAudit | None) -> None:
    """Watch what is read and run from here on, and see that nothing ran before that should not have.

    `begun` is what watched before a server was started, and goes on. Raises PluginError.
    """
    if Path(config.config_file_path).name != SETTINGS:
        raise PluginError(
            f"{config.config_file_path}: the settings of the site are those of {SETTINGS}; build it from there"
        )
    if begun is not None:
        audit.start(begun)
    settings = begin(root)
    audit.require().set(config.site_dir, lambda: _being_made(config))
    if faults := [*loaded_already(root), *running(settings)]:
        raise PluginError(f"the site cannot be built:\n{listed_faults(faults)}")


def _being_made(config: MkDocsConfig) -> str:
    """The page that MkDocs reads or writes just now, by its source; nothing between two of them."""
    page = config._current_page
    return str(page.file.src_uri) if isinstance(page, Page) else ""
