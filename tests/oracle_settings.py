"""Settings: what `mkdocs.yml` makes part of SITE-LAYOUT, when nobody can tell, and from where pages take in files.

From the words alone: 0023 is `decisions/0023-closed-world.md`, APR-40 what `ratified explain` says, MkDocs and PyMdown
are their public documentation. Known is what the worlds and this repository's own site use; all else is unknown.
"""

from __future__ import annotations

import glob
import posixpath
import re
import urllib.parse
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from oracle_facts import Tree

ROOT, DOCS = "", "docs"
NAMING = {"hooks": ROOT, "extra_css": DOCS, "extra_javascript": DOCS, "extra_templates": DOCS}
"""MkDocs, "Configuration": what names files, and from where on."""
SILENT = {
    *("site_name", "site_url", "site_description", "site_author", "site_dir", "copyright", "repo_url", "repo_name"),
    *("edit_uri", "use_directory_urls", "nav", "exclude_docs", "extra", "validation", "strict", "watch", "dev_addr"),
    *("theme.language", "theme.features", "theme.palette", "theme.font", "theme.icon", "theme.direction"),
    *("plugins.search", "plugins.search.lang", "plugins.search.separator"),
    *("plugins.ratified", "plugins.ratified.as_of"),
    *("plugins.macros", "plugins.macros.on_undefined", "plugins.macros.on_error_fail"),
    *(f"markdown_extensions.{name}" for name in ("admonition", "attr_list", "sane_lists", "tables", "toc")),
    *("markdown_extensions.toc.permalink", "markdown_extensions.toc.permalink_title"),
    *(f"markdown_extensions.pymdownx.{name}" for name in ("superfences", "snippets", "snippets.check_paths")),
}
"""What is known, and names nothing."""
PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}
ENV = object()
"""A value that only the environment tells."""


class Pairs(list[tuple[str, Any]]):
    """A mapping as it is written: a key twice stands there twice."""


class Settings:
    """The settings of a tree: `names` are patterns, `unknown` the settings that no list has, `bases` from where pages
    take in files; `shut` is that something can be anything.

    0023: "Inherited settings are read as if they stood in `mkdocs.yml`": whatever any of the files says counts.
    """

    def __init__(self, tree: Tree) -> None:
        self.names: list[str] = []
        self.unknown: set[str] = set()
        self.bases: list[str] = []
        self.shut = False
        if "mkdocs.yml" in tree:
            self._read(tree, "mkdocs.yml", ())
        if self.unknown or self.shut or "mkdocs.yml" not in tree:
            self.bases.append(".")  # the words leave it open: as the product has it

    def opened(self, registers: Iterable[Mapping[str, Any] | None]) -> bool:
        """Whether SITE-LAYOUT cannot be approved. 0023: what is unknown "must stand in the head's register and in the
        last approved one"; what is shut "no register opens"."""
        told = [{one["setting"] for one in (register or {}).get("site_inputs") or ()} for register in registers]
        return self.shut or any(not all(setting in each for each in told) for setting in self.unknown)

    def _read(self, tree: Tree, path: str, below: tuple[str, ...]) -> None:
        """Of a file that is not there, cannot be read or inherits itself nobody knows what it names: shut."""
        mode, data = tree.get(path, ("", b""))
        said, shut = parsed(data) if mode.startswith("100") and path not in below else (None, True)
        self.shut |= shut
        for key, value in said or ():
            if key == "INHERIT":
                parent = self._path(value, posixpath.dirname(path))
                self.names += [glob.escape(each) for each in parent]  # design: "`mkdocs.yml` and what it inherits"
                for each in parent:
                    self._read(tree, each, (*below, path))
            else:
                self._say(key, value)

    def _say(self, key: str, value: Any) -> None:
        """0023: "What is named belongs to SITE-LAYOUT"."""
        if key == "docs_dir":
            self.shut |= self._path(value, ROOT) != [DOCS]  # 0023, shut: "another `docs_dir`"
        elif key in NAMING:
            for each in self._list(value):
                path = dict(each).get("path") if isinstance(each, Pairs) else each
                self._names(path, NAMING[key])
                if key == "hooks":  # SECURITY: "all of the repository's code", and Python runs what it compiled before
                    self._names(posixpath.join(posixpath.dirname(str(path)), "__pycache__"), ROOT, folder=True)
        elif key == "theme":
            self._theme(value if isinstance(value, Pairs) else Pairs([("name", value)]))
        elif key in ("plugins", "markdown_extensions"):
            for name, options in self._loaded(value):
                self._load(f"{key}.{name}", options)
        elif key not in SILENT:
            self.unknown.add(key)

    def _theme(self, said: Pairs) -> None:
        for key, value in said:
            if key == "custom_dir":
                self._names(value, ROOT, folder=True)  # design: "overrides, theme files", "wherever it lies"
            elif key in ("logo", "favicon"):
                self._names(value, DOCS)
            elif value != "material" if key == "name" else f"theme.{key}" not in SILENT:
                self.unknown.add(f"theme.{key}")  # APR-40: "names a plugin, an extension, a theme or an option"

    def _load(self, setting: str, options: Any) -> None:
        if setting not in SILENT:
            self.unknown.add(setting)
            return
        said = options if isinstance(options, Pairs) else Pairs()
        if setting == "markdown_extensions.pymdownx.snippets":  # PyMdown: `base_path`, by default where the build runs
            found = [base for key, base in said if key == "base_path"] or ["."]
            bases = [path for base in found for each in self._list(base) for path in self._path(each, ROOT)]
            for each in (each for key, value in said if key == "auto_append" for each in self._list(value)):
                for base in bases:
                    self._names(each, base)
            self.bases += bases
            said = Pairs(pair for pair in said if pair[0] not in ("base_path", "auto_append"))
        for key, value in said:
            if f"{setting}.{key}" == "plugins.macros.module_name":
                self._names(value, ROOT, folder=True)
                self._names(f"{value}.py", ROOT)
            elif f"{setting}.{key}" not in SILENT:
                self.unknown.add(f"{setting}.{key}")

    def _loaded(self, value: Any) -> Iterator[tuple[str, Any]]:
        """MkDocs: names, or mappings of names to options, in a list or not."""
        for each in self._list(value):
            if isinstance(each, Pairs):
                yield from each
            elif isinstance(each, str):
                yield each, None
            else:
                self.shut = True

    def _list(self, value: Any) -> list[Any]:
        if value is None:
            return []
        return value if isinstance(value, list) and not isinstance(value, Pairs) else [value]

    def _names(self, value: Any, start: str, folder: bool = False) -> None:
        for path in self._path(value, start):
            whole = "*" if path == "." else f"{glob.escape(path)}/*"
            self.names.append(whole if folder else glob.escape(path))

    def _path(self, value: Any, start: str) -> list[str]:
        """0023, shut: "values that only the environment tells where a file belongs, paths out of the repository"."""
        if isinstance(value, str) and start == DOCS:  # an address: what a browser asks for by it
            host = re.match(r"([a-z]+:)?//", value, re.IGNORECASE)
            value = "" if host else urllib.parse.unquote(urllib.parse.urlsplit(value).path)
            if not value:
                return []
        path = posixpath.normpath(posixpath.join(start, value)) if isinstance(value, str) else ".."
        out = path.startswith("/") or path.split("/")[0] == ".."
        self.shut |= out
        return [] if out else [path]


@cache
def parsed(data: bytes) -> tuple[Pairs | None, bool]:
    """What a file says, None where it cannot be read, and whether it can be anything. 0023: "nothing is loaded"."""
    try:
        text = data.decode()
        node = yaml.compose(text, yaml.SafeLoader)
        shut = any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text))  # shut: "aliases"
    except (yaml.YAMLError, UnicodeDecodeError):
        return None, True
    odd: list[yaml.Node] = []
    found = Pairs() if node is None else value_of(node, odd)
    return (found, shut or bool(odd)) if isinstance(found, Pairs) else (None, True)


def value_of(node: yaml.Node, odd: list[yaml.Node]) -> Any:
    """The value of a node, in plain words; what can be anything is put with the odd ones."""
    if node.tag == "!ENV":
        return ENV
    if node.tag not in PLAIN:  # shut: "tags that run code"
        odd.append(node)
        return None
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) < len(node.value) or "<<" in keys:  # shut: "merge keys, a key twice"
            odd.append(node)
        return Pairs((str(key.value), value_of(value, odd)) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [value_of(each, odd) for each in node.value]
    return None if node.tag.endswith(":null") else node.value
