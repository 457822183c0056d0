"""A hook of MkDocs: the look of the engine for a site that is built without it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ratified.site.default_settings import give_look

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    give_look(config, Path(config.config_file_path).parent)
    return config
