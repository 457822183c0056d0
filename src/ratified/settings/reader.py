"""What each setting names, by its kind, and what is unknown."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ratified.settings.block_extensions import block_extensions
from ratified.settings.known_extensions import CALLS, EXTENSIONS, NAMES
from ratified.settings.known_inputs import KnownInputs, OptionKind
from ratified.settings.known_plugins import PLUGINS
from ratified.settings.known_site import SITE, THEME, THEMES
from ratified.settings.left_out import SETTINGS as LEFT_OUT
from ratified.settings.left_out import LeftOutSetting
from ratified.settings.settings import THEME_FOLDER, SiteSettings, UnknownSetting
from ratified.settings.translations import I18N, translated
from ratified.settings.yaml_nodes import SettingsNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.place import Place

DOCS = "docs"
_PYTHON = "tag:yaml.org,2002:python/"
_OFF = frozenset({"", "false", "no", "off", "null", "~", "none"})
_MAGIC = re.compile(r"([*?\[])")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BY_ITSELF = frozenset({"docs_dir", "theme", "plugins", "markdown_extensions", "INHERIT"})


class SettingsReader:
    """Gathers what one or more files of settings name."""

    def __init__(self) -> None:
        self.inputs: set[str] = set()
        self.code: set[str] = set()
        self.bases: dict[str, None] = {}
        self.programs: set[str] = set()
        self.takes_in = False
        self._taken: list[SettingsNode] = []
        self._unknown: list[UnknownSetting] = []
        self.theme_folder = ""
        self._extensions: list[str] = []
        self._translated: dict[str, None] = {}
        self._left_out: dict[str, LeftOutSetting] = {}
        self._url = ""

    def settings(self) -> SiteSettings:
        """All that was gathered."""
        for node in self._taken:
            name = str(node.value)
            self.inputs |= {self._under(base, name) for base in ("", DOCS, *self.bases)}
        return SiteSettings(
            tuple(sorted(self.inputs)),
            tuple(sorted(self._unknown, key=lambda one: (one.place, one.setting))),
            tuple(self.bases),
            self.takes_in,
            frozenset(self.programs),
            tuple(sorted(self.code)),
            self.theme_folder or THEME_FOLDER,
            self._blocks(),
            tuple(self._translated),
            tuple(self._left_out.values()),
            self._url,
        )

    def _blocks(self) -> tuple[str, ...] | None:
        strange = any(one.setting.startswith(("markdown_extensions", "mkdocs")) for one in self._unknown)
        return None if strange else block_extensions(self._extensions)

    def unknown(self, place: Place, setting: str, what: str) -> None:
        """Note a setting whose inputs the register can name."""
        self._unknown.append(UnknownSetting(place, setting, what))

    def shut(self, place: Place, setting: str, what: str, runs: bool = False) -> None:
        """Note a setting whose inputs nobody can name."""
        self._unknown.append(UnknownSetting(place, setting, what, shut=True, runs=runs))

    def site(self, node: SettingsNode) -> None:
        """Read a whole file of settings."""
        for place, what in node.odd:
            self.shut(place, "mkdocs", what)
        if not isinstance(node.value, dict):
            self.shut(node.place, "mkdocs", "settings that are no mapping")
            return
        for tagged in node.tags():
            self._tag(tagged)
        for name, value in node.value.items():
            if name in SITE:
                self._option(value, name, SITE[name])
            elif name not in _BY_ITSELF:
                self.unknown(value.place, name, f"the setting {name!r}")
        url = node.value.get("site_url")
        if (
            url is not None
            and not url.tag
            and isinstance(url.value, str)
            and url.value.startswith(("http://", "https://"))
        ):
            self._url = self._url or url.value
        for name in LEFT_OUT:
            self._leaves_out(name, node.value.get(name))
        docs = node.value.get("docs_dir")
        if docs and (docs.tag or str(docs.value).rstrip("/") != DOCS):
            self.shut(docs.place, "docs_dir", "another folder of pages than docs/, of which no rule reads any")
        self._theme(node.value.get("theme"))
        self._each(node.value.get("plugins"), "plugins", PLUGINS)
        self._each(node.value.get("markdown_extensions"), "markdown_extensions", EXTENSIONS)

    def _leaves_out(self, name: str, node: SettingsNode | None) -> None:
        """What takes pages off the site; what is inherited counts where `mkdocs.yml` itself says nothing."""
        if node is not None and node.tag:
            self.shut(node.place, name, f"a value of {name!r} that only the environment tells")
        elif node is not None and isinstance(node.value, str):
            patterns = tuple(node.value.splitlines())
            self._left_out.setdefault(name, LeftOutSetting(name, node.place, patterns))

    def _tag(self, node: SettingsNode) -> None:
        """Tags that name objects of Python, or take words from elsewhere."""
        if node.tag in {"!ENV", "!relative"}:
            return
        kind, _, name = node.tag.removeprefix(_PYTHON).partition(":")
        known = (kind == "name" and name in NAMES) or (kind == "object/apply" and name in CALLS)
        if not (node.tag.startswith(_PYTHON) and known):
            what = f"the tag {node.tag.removeprefix('tag:yaml.org,2002:')!r}, which runs code"
            self.shut(node.place, "mkdocs", what, runs=True)

    def _theme(self, node: SettingsNode | None) -> None:
        if node is None:
            return
        if isinstance(node.value, str):
            self._theme_name(node)
            return
        if not isinstance(node.value, dict):
            self.shut(node.place, "theme", "a theme that is neither a name nor a mapping")
            return
        for name, value in node.value.items():
            if name in THEME:
                self._option(value, f"theme.{name}", THEME[name])
            else:
                self.unknown(value.place, f"theme.{name}", f"the theme's setting {name!r}")
        if "name" in node.value:
            self._theme_name(node.value["name"])
        if "custom_dir" in node.value:
            self.theme_folder = self.theme_folder or self._under("", _placed(node.value["custom_dir"]))

    def _theme_name(self, node: SettingsNode) -> None:
        if node.tag or str(node.value) not in THEMES:
            self.unknown(node.place, "theme.name", f"the theme {str(node.value)!r}")

    def _each(self, node: SettingsNode | None, where: str, listed: Mapping[str, KnownInputs]) -> None:
        """Each plugin or extension of a list, which may also be a mapping."""
        for name, options in self._named(node, where):
            known = listed.get(_short(str(name.value), where))
            if where == "markdown_extensions":
                self._extensions.append(str(name.value))
            setting = f"{where}.{name.value}"
            if known is None or name.tag:
                what = "the plugin" if where == "plugins" else "the Markdown extension"
                self.unknown(name.place, setting, f"{what} {str(name.value)!r}")
                continue
            self.inputs.update(known.always)
            self.programs.update(known.programs)
            self.takes_in |= known.takes_in
            self._options(options, setting, known)
            if setting == I18N:
                self._translated.update(dict.fromkeys(translated(options)))
            given = options.value if options and isinstance(options.value, dict) else {}
            for option, value in known.defaults.items():
                if option not in given:
                    self._name(SettingsNode(name.place, value), setting, known.options[option])

    def _named(self, node: SettingsNode | None, where: str) -> Iterator[tuple[SettingsNode, SettingsNode | None]]:
        if node is None:
            return
        if isinstance(node.value, dict):
            yield from ((SettingsNode(value.place, name), value) for name, value in node.value.items())
            return
        for one in node.value if isinstance(node.value, list) else (node,):
            if isinstance(one.value, dict):
                yield from ((SettingsNode(one.place, name), value) for name, value in one.value.items())
            elif isinstance(one.value, str):
                yield one, None
            else:
                self.shut(one.place, where, "a list where a name belongs")

    def _options(self, node: SettingsNode | None, setting: str, known: KnownInputs) -> None:
        if node is None or (isinstance(node.value, str) and not node.tag and node.value in _OFF):
            return
        if not isinstance(node.value, dict) or node.tag:
            self.shut(node.place, setting, "options that are no mapping")
            return
        for name, value in node.value.items():
            kind = known.options.get(name, known.options.get("*"))
            if kind is None:
                owner = setting.partition(".")[2]
                self.unknown(value.place, f"{setting}.{name}", f"the option {name!r} of {owner!r}")
            else:
                self._option(value, f"{setting}.{name}", kind)

    def _option(self, node: SettingsNode, setting: str, kind: OptionKind) -> None:
        if kind is OptionKind.PLAIN:
            return
        if kind is OptionKind.EXTENSIONS:
            self._each(node, "markdown_extensions", EXTENSIONS)
            return
        if kind is OptionKind.ICONS:
            self._icons(node, setting)
            return
        for text in _values(node):
            if text.tag not in {"", "!relative"}:
                self.shut(text.place, setting, f"a value of {setting!r} that only the environment tells")
            elif kind is OptionKind.OFF:
                if str(text.value).lower() not in _OFF:
                    self.unknown(text.place, setting, f"the setting {setting!r}, which is not off")
            else:
                self._name(text, setting, kind)
                if kind is OptionKind.DOC and (asked := _asked(str(text.value))) != text.value:
                    self._name(SettingsNode(text.place, asked), setting, kind)

    def _icons(self, node: SettingsNode, setting: str) -> None:
        folders = node.value.get("custom_icons") if isinstance(node.value, dict) else None
        if folders is not None:
            self._option(folders, f"{setting}.custom_icons", OptionKind.FOLDER)

    def _name(self, node: SettingsNode, setting: str, kind: OptionKind) -> None:
        """What one name adds."""
        name = _placed(node)
        if not name and kind is not OptionKind.BASE:
            return
        if kind is OptionKind.TAKEN:
            self._taken.append(node)
            return
        base = DOCS if kind in {OptionKind.DOC, OptionKind.NAME} else ""
        path = self._under(base, name)
        if path.startswith("../") or path == ".." or posixpath.isabs(name) or path.split("/")[0] == ".git":
            self.shut(node.place, setting, f"{name!r}, which is no file of this repository's tree")
        elif kind is OptionKind.BASE:
            self.bases["" if path == "." else path] = None
        elif kind is OptionKind.FOLDER:
            self.inputs.add("*" if path == "." else f"{_literal(path)}/*")
        elif kind is OptionKind.NAME:
            self.inputs.add(f"{DOCS}/*{_literal(posixpath.basename(name))}")
        elif kind in {OptionKind.CODE, OptionKind.MODULE}:
            self._code(path, kind)
        elif not _ELSEWHERE.match(name):
            self.inputs.add(_literal(path))

    def _code(self, path: str, kind: OptionKind) -> None:
        """Code, and what Python may have kept of it, which it would run in its place."""
        folder = posixpath.dirname(path)
        kept = posixpath.join(folder, "__pycache__", "*")
        found = (
            (f"{path}.py", f"{path}/*", f"{path}.*.so", f"{path}.so", f"{path}.pyc")
            if kind is OptionKind.MODULE
            else (path,)
        )
        self.inputs |= {*map(_literal, found[:1]), *found[1:], kept}
        self.code |= set(found)

    def _under(self, base: str, name: str) -> str:
        return posixpath.normpath(posixpath.join(base, name)) if name else base or "."


def _asked(address: str) -> str:
    """The file that a browser asks for by an address that a page writes: `look.css?v=1` is `look.css`."""
    return unquote(re.split("[?#]", address, maxsplit=1)[0])


def _values(node: SettingsNode) -> Iterator[SettingsNode]:
    """The names in a value: of a mapping such as `{path: a.js, defer: true}` the path, else everything in it."""
    if isinstance(node.value, dict) and "path" in node.value:
        yield node.value["path"]
    elif isinstance(node.value, list) and not node.tag:
        for one in node.value:
            yield from _values(one)
    elif node.tag and not isinstance(node.value, str):
        yield node
    else:
        yield from node.texts()


def _placed(node: SettingsNode) -> str:
    """A name as it counts from the root; `!relative` says from where."""
    name = str(node.value)
    if node.tag == "!relative":
        return name.replace("$config_dir", ".").replace("$docs_dir", DOCS) if name.startswith("$") else DOCS
    return name


def _literal(path: str) -> str:
    """A path as a pattern that names it alone."""
    return _MAGIC.sub(r"[\1]", path)


def _short(name: str, where: str) -> str:
    if where == "plugins":
        return name.removeprefix("/").removeprefix("material/")
    return name.removeprefix("markdown.extensions.")
