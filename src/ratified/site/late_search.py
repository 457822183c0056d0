"""The search's index of a served site, made when a browser asks for it: reading every page again is half a rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratified.site.search import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig

_THEMES_OWN = "material/search"


class LateSearch:
    """The theme's search plugin, told by its own option to leave a build's pages alone until somebody searches."""

    def __init__(self) -> None:
        self._plugin: Any = None

    def put_off(self, config: MkDocsConfig) -> None:
        """From here on pages are not read for the index."""
        found = config.plugins.get(_THEMES_OWN)
        if found is not None and found.config.enabled:
            self._plugin, found.config.enabled = found, False

    def go_on(self) -> bool:
        """Pages may be read again; whether there is an index to make."""
        if self._plugin is None:
            return False
        self._plugin.config.enabled = True
        return True

    def index(self, config: MkDocsConfig, nav: Any, pages: Iterable[Any]) -> str:
        """The index of these pages, as the search plugin writes it."""
        for page in pages:
            self._plugin.on_page_context({}, page=page, config=config, nav=nav)
        self._plugin.on_post_build(config=config)
        return Path(config.site_dir, INDEX).read_text(encoding="utf-8")
