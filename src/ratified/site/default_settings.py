"""How a site looks unless its settings say otherwise: theme, style sheets, scripts, Markdown's extensions, warnings.

A file of the repository in `overrides/`, or one of `docs/`, takes the place of the engine's at the same path: MkDocs
looks there first.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import PluginError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from ratified.settings.block_extensions import DEFAULTS
from ratified.settings.settings import THEME_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.base import Config
    from mkdocs.config.defaults import MkDocsConfig

FOLDER = Path(__file__).parent / "theme"
SHEETS = tuple(
    f"assets/{name}.css"
    for name in (
        "ratified",
        "approvals",
        "records",
        "starting",
        "calls",
        "runbooks",
        "home",
        "amendments",
        "assessor",
        "paper",
    )
)
SCRIPTS = tuple(f"assets/{name}.js" for name in ("lapsed", "keyboard", "steps", "on-a-day", "folds", "offline"))

_ICONS = "material/brightness-"
_PALETTE = [
    {
        "media": "(prefers-color-scheme)",
        "toggle": {"icon": f"{_ICONS}auto", "name": "Use light colours"},
    },
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"{_ICONS}7", "name": "Use dark colours"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": f"{_ICONS}4", "name": "Use the system's colours"},
    },
]
_THEME: Mapping[str, object] = {
    "font": False,
    "logo": "assets/mark.svg",
    "favicon": "assets/mark.svg",
    "icon": {"repo": "fontawesome/brands/git-alt"},
    "palette": _PALETTE,
    "features": [
        *("content.action.edit", "navigation.indexes", "navigation.sections", "navigation.top"),
        *("search.highlight", "toc.follow"),
    ],
}
_OF_MKDOCS = frozenset({"toc", "tables", "fenced_code"})
_WARNED = {
    "nav": ("omitted_files", "not_found", "absolute_links"),
    "links": ("not_found", "anchors", "absolute_links", "unrecognized_links"),
}
_COPYRIGHT = "Rendered from one repository. A printed page is as old as its print date."


def give_look(config: MkDocsConfig, root: Path) -> None:
    """Fill in what the settings leave open: of another theme than Material only what pages are read with.

    Raises PluginError where no theme is named.
    """
    given = _given(config)
    if not given.get("theme"):  # plugins are looked for in the theme before anybody can choose one
        raise PluginError(
            "mkdocs.yml: no theme is named, and MkDocs' own shows none of ours; add the line `theme: material`"
        )
    _be_strict(config.plugins["macros"].config, given["plugins"])
    _read_pages(config, given)
    if config.theme.name == "material":
        _dress(config, root, given)


def says_validation(config: MkDocsConfig) -> bool:
    """Whether the settings say themselves what of links and navigation is warned about."""
    return "validation" in _given(config)


def _given(config: MkDocsConfig) -> dict[str, Any]:
    """What the settings say themselves, by name: MkDocs fills in the rest and does not tell which."""
    with Path(config.config_file_path).open("rb") as file:
        return yaml_load(file, get_yaml_loader(config=config))


def _read_pages(config: MkDocsConfig, given: Mapping[str, Any]) -> None:
    """How Markdown is read, and what of it is warned about."""
    own = config.mdx_configs
    of_mkdocs = [name for name in config.markdown_extensions if name in _OF_MKDOCS]
    there = [name for name in config.markdown_extensions if name not in _OF_MKDOCS]
    ours = [name for name in DEFAULTS if name not in config.markdown_extensions]
    # of two that read the same blocks the last one does: MkDocs' own come first, the company's last
    config.markdown_extensions = [*of_mkdocs, *ours, *there]
    for name, options in DEFAULTS.items():
        if name not in own and options:
            own[name] = dict(options)
    said = given.get("validation") or {}
    for part, names in _WARNED.items():
        of_part = said.get(part) or {}
        for name in names:
            if name not in said and name not in of_part:
                config.validation[part][name] = logging.WARNING


def _dress(config: MkDocsConfig, root: Path, given: Mapping[str, Any]) -> None:
    """What the theme shows, and with what."""
    theme, said = config.theme, given.get("theme")
    own = set(said) if isinstance(said, dict) else set()
    for name, value in _THEME.items():
        if name not in own:
            theme[name] = {**(theme.get(name) or {}), **value} if isinstance(value, dict) else value
    if theme.custom_dir is None and (root / THEME_FOLDER).is_dir():
        theme._custom_dir = str(root / THEME_FOLDER)
        theme.dirs.insert(0, str(root / THEME_FOLDER))
    theme.dirs.insert(theme.custom_dir is not None, str(FOLDER))
    if "copyright" not in given:
        config.copyright = _COPYRIGHT
    config.extra.setdefault("generator", False)
    config.extra_css = [*SHEETS, *(path for path in config.extra_css if path not in SHEETS)]
    named = {str(script) for script in config.extra_javascript}
    config.extra_javascript = [*(_deferred(path) for path in SCRIPTS if path not in named), *config.extra_javascript]


def _deferred(path: str) -> ExtraScriptValue:
    script = ExtraScriptValue(path)
    script.defer = True
    return script


def _be_strict(macros: Config, plugins: Any) -> None:
    """Have the macros plugin stop at whatever is wrong, unless its settings say otherwise. `plugins` are as given."""
    parts = [plugins] if isinstance(plugins, dict) else [one for one in plugins if isinstance(one, dict)]
    said = next((part["macros"] for part in parts if "macros" in part), None) or {}
    for name, value in {"on_undefined": "strict", "on_error_fail": True}.items():
        if name not in said:
            macros[name] = value
