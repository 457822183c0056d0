"""The settings of a site against the list: what each plugin, extension and option reads, and what nobody can tell."""

from __future__ import annotations

from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from ratified.settings import SiteSettings, read_settings
from ratified.settings.block_extensions import block_extensions
from ratified.settings.known_extensions import EXTENSIONS
from ratified.settings.known_plugins import PLUGINS
from ratified.source.importable import LIBRARIES, shadows

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(text: str, **others: str) -> SiteSettings:
    files = {"mkdocs.yml": text, **{name.replace("__", "/").replace("_yml", ".yml"): t for name, t in others.items()}}
    return read_settings(lambda path: files[path].encode() if path in files else None)


def plugin(name: str, options: str = "") -> SiteSettings:
    return read(f"plugins:\n  - {name}{': ' + options if options else ''}\n")


def extension(name: str, options: str = "") -> SiteSettings:
    return read(f"markdown_extensions:\n  - {name}{': ' + options if options else ''}\n")


def test_this_repository_names_nothing_that_is_unknown() -> None:
    found = read((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert found.unknown == ()
    assert {"macros/*", "macros.py", "docs/assets/company.css"} <= set(found.inputs)
    assert found.programs == {"git"}
    assert not found.takes_in


READ_BY_PLUGINS = {
    ("search", "{lang: en, separator: x, pipeline: [stemmer]}"): (),
    ("search", "{jieba_dict: words.txt, jieba_dict_user: mine.txt}"): ("mine.txt", "words.txt"),
    ("meta", ""): ("docs/*.meta.yml",),
    ("meta", "{meta_file: .facts.yml}"): ("docs/*.facts.yml", "docs/*.meta.yml"),
    ("tags", ""): (),
    ("material/tags", "{tags_file: tags.md}"): ("docs/tags.md",),
    ("awesome-pages", ""): ("docs/*.pages",),
    ("awesome-pages", "{filename: .order}"): ("docs/*.order", "docs/*.pages"),
    ("literate-nav", ""): ("docs/*SUMMARY.md",),
    ("literate-nav", "{nav_file: nav.md}"): ("docs/*SUMMARY.md", "docs/*nav.md"),
    ("section-index", ""): (),
    ("i18n", "{docs_structure: folder, languages: [{locale: en, name: English, default: true}]}"): (),
    ("redirects", "{redirect_maps: {old.md: new.md}}"): (),
    ("minify", "{minify_html: true, js_files: [js/a.js], css_files: [css/a.css]}"): ("docs/css/a.css", "docs/js/a.js"),
    ("git-revision-date-localized", "{type: date, ignored_commits_file: .ignored}"): (".ignored",),
    ("git-authors", "{ignore_commits: .ignored}"): (".ignored",),
    ("include-markdown", "{heading_offset: 1}"): (),
    ("gen-files", "{scripts: [scripts/gen.py]}"): ("scripts/__pycache__/*", "scripts/gen.py"),
    ("print-site", "{cover_page_template: docs/cover.tpl, print_site_banner_template: banner.tpl}"): (
        "banner.tpl",
        "docs/cover.tpl",
    ),
    ("macros", "{module_name: lib/m, include_dir: parts, include_yaml: [facts.yml]}"): (
        *("facts.yml", "lib/__pycache__/*", "lib/m.*.so", "lib/m.py", "lib/m.pyc", "lib/m.so", "lib/m/*", "parts/*"),
    ),
    ("awesome-nav", "{filename: order.yml, logs: {nav_override: info}}"): (
        *("docs/*.nav.yaml", "docs/*.nav.yml", "docs/*order.yml"),
    ),
    ("macros", ""): ("__pycache__/*", "main.*.so", "main.py", "main.pyc", "main.so", "main/*"),
}


@pytest.mark.parametrize(("named", "inputs"), READ_BY_PLUGINS.items(), ids=lambda value: str(value)[:40])
def test_a_known_plugin_reads_what_its_options_name(named: tuple[str, str], inputs: tuple[str, ...]) -> None:
    found = plugin(*named)
    assert (found.inputs, found.unknown) == (inputs, ())


@pytest.mark.parametrize(
    ("options", "patterns"),
    [
        ("{languages: [{locale: en, default: true}, {locale: fr}]}", (".fr.md",)),
        ("{docs_structure: folder, languages: [{locale: pt_BR}, {locale: en, default: true}]}", ("docs/pt_BR/",)),
        ("{languages: [{locale: '*'}, {locale: 'null'}, fr, {name: x}]}", ()),
        ("", ()),
    ],
)
def test_the_pages_of_other_languages_are_known_by_name(options: str, patterns: tuple[str, ...]) -> None:
    assert plugin("i18n", options).translated == patterns


def test_every_known_plugin_is_asked_what_it_reads() -> None:
    asked = {name.removeprefix("material/") for name, _ in READ_BY_PLUGINS}
    assert set(PLUGINS) - asked == {"ratified", "offline", "typeset", "glightbox"}  # these read nothing at all
    assert plugin("ratified", '{as_of: !ENV [DAY, ""]}') == plugin("offline") == plugin("typeset") == SiteSettings()
    assert plugin("glightbox", "{effect: fade}") == SiteSettings()


def test_plugins_that_start_git_say_so_and_pages_take_in_files_where_a_plugin_lets_them() -> None:
    assert {name for name, known in PLUGINS.items() if known.programs} == {
        *("macros", "git-revision-date-localized", "git-authors")
    }
    assert plugin("include-markdown").takes_in
    assert extension("pymdownx.snippets").takes_in


def test_snippets_name_the_folders_they_come_from_and_what_every_page_gets() -> None:
    found = extension("pymdownx.snippets", "{base_path: [parts, docs/more], auto_append: [abbr.md]}")
    assert found.bases == ("parts", "docs/more")
    assert found.inputs == ("abbr.md", "docs/abbr.md", "docs/more/abbr.md", "parts/abbr.md")
    assert found.unknown == ()
    assert extension("pymdownx.snippets", "{base_path: !relative $docs_dir}").bases == ("docs",)


def test_emoji_and_embedded_pictures_name_their_folders() -> None:
    emoji = extension(
        "pymdownx.emoji",
        "{emoji_index: !!python/name:material.extensions.emoji.twemoji '', "
        "options: {custom_icons: [overrides/.icons]}}",
    )
    assert (emoji.inputs, emoji.unknown) == (("overrides/.icons/*",), ())
    assert extension("pymdownx.b64", "{base_path: pictures}").bases == ("pictures",)


@pytest.mark.parametrize("name", [n for n, known in EXTENSIONS.items() if "*" in known.options])
def test_other_known_extensions_read_nothing(name: str) -> None:
    blocks = block_extensions([name])
    assert extension(name, "{anything: 1}") == SiteSettings(blocks=blocks)
    assert extension(name) == SiteSettings(blocks=blocks)


DEFAULT_BLOCKS = ("admonition", "sane_lists", "tables", "pymdownx.superfences")


@pytest.mark.parametrize(
    ("named", "blocks"),
    [
        ("[]", DEFAULT_BLOCKS),
        ("[pymdownx.mark, pymdownx.snippets, toc]", DEFAULT_BLOCKS),
        ("[pymdownx.fancylists]", (*DEFAULT_BLOCKS, "pymdownx.fancylists")),
        ("[markdown.extensions.def_list, admonition]", (*DEFAULT_BLOCKS[1:], "def_list", "admonition")),
        ("[mdx_truly_sane_lists]", None),
        ("[!!python/name:os.system '']", None),
    ],
)
def test_extensions_that_decide_what_a_block_is_come_in_the_order_of_loading(
    named: str, blocks: tuple[str, ...] | None
) -> None:
    assert read(f"markdown_extensions: {named}\n").blocks == blocks


def test_the_settings_of_mkdocs_and_material_name_files_of_docs_and_folders() -> None:
    found = read(
        "theme: {name: material, custom_dir: theme, logo: img/logo.svg, favicon: img/i.png, features: [a]}\n"
        "extra_css: [css/site.css, https://elsewhere.example/x.css]\n"
        "extra_javascript:\n  - js/a.js\n  - {path: js/b.js, defer: true}\n"
        "extra_templates: [robots.txt]\nhooks: [hooks/on.py]\nextra: {social: [{icon: a, link: b}]}\n"
    )
    assert found.unknown == ()
    assert found.inputs == (
        *("docs/css/site.css", "docs/img/i.png", "docs/img/logo.svg", "docs/js/a.js", "docs/js/b.js"),
        *("docs/robots.txt", "hooks/__pycache__/*", "hooks/on.py", "theme/*"),
    )
    assert found.code == ("hooks/on.py",)


@pytest.mark.parametrize("asked", ["look.css?v=1", "look.css#x", "lo%6fk.css"])
def test_an_address_names_the_file_that_a_browser_asks_for(asked: str) -> None:
    assert "docs/look.css" in read(f"extra_css: ['{asked}']\n").inputs


def test_what_is_inherited_counts_as_if_it_stood_there() -> None:
    found = read("INHERIT: base.yml\n", base_yml="INHERIT: more/base.yml\nextra_css: [a.css]\n")
    assert (found.inputs, [one.setting for one in found.unknown]) == (("base.yml", "docs/a.css"), ["INHERIT"])
    found = read("INHERIT: base.yml\n", base_yml="plugins: [blog]\n")
    assert [(str(one.place), one.setting) for one in found.unknown] == [("base.yml:1:11", "plugins.blog")]


UNKNOWN = {
    "plugins: [blog]": "plugins.blog",
    "plugins: {blog: {}}": "plugins.blog",
    "plugins: [{search: {prebuild_index: node}}]": "plugins.search.prebuild_index",
    "plugins: [{macros: {module_name: macros, j2_variable_start_string: '[['}}]": (
        "plugins.macros.j2_variable_start_string"
    ),
    "plugins: [{macros: {module_name: macros, modules: [other]}}]": "plugins.macros.modules",
    "plugins: [{literate-nav: {markdown_extensions: [x.y]}}]": "markdown_extensions.x.y",
    "markdown_extensions: [markdown_include.include]": "markdown_extensions.markdown_include.include",
    "markdown_extensions: [{pymdownx.snippets: {url_download: true}}]": (
        "markdown_extensions.pymdownx.snippets.url_download"
    ),
    "theme: readthedocs": "theme.name",
    "theme: {name: material, custom_thing: x}": "theme.custom_thing",
    "new_key: x": "new_key",
}
"""Settings that the register can name."""

SHUT = {
    "docs_dir: pages": "another folder of pages",
    "extra: {x: !!python/object/apply:os.getcwd []}": "runs code",
    "extra: {x: !!python/name:os.getcwd ''}": "runs code",
    "hooks: [!ENV HOOK]": "only the environment tells",
    "hooks: [../hook.py]": "no file of this repository's tree",
    "theme: {name: material, custom_dir: /srv/theme}": "no file of this repository's tree",
    "markdown_extensions: [{pymdownx.snippets: {base_path: [.git]}}]": "no file of this repository's tree",
    "extra_css: [a.css]\nextra_css: [b.css]": "for the second time",
    "plugins: &p [search]\nextra: {x: *p}": "an alias",
    "extra:\n  <<: {a: b}": "no plain text",
    "INHERIT: https://elsewhere.example/base.yml": "not a file of this repository",
    "INHERIT: mkdocs.yml": "not a file of this repository",
    "plugins: [": "cannot be read",
    "site_name: x\n---\nhooks: [on.py]": "a second document",
    "- a list": "no mapping",
}
"""Settings that can be anything, so that nobody can name their inputs."""


@pytest.mark.parametrize(("text", "setting"), UNKNOWN.items())
def test_a_setting_that_is_on_no_list_is_unknown_until_the_register_names_it(text: str, setting: str) -> None:
    found = read(f"{text}\n")
    assert [one.setting for one in found.unknown] == [setting]
    assert found.open({setting}) == ()
    assert found.open({setting}, set()) == found.unknown


@pytest.mark.parametrize(("text", "what"), SHUT.items())
def test_a_setting_that_can_be_anything_stays_open_whatever_the_register_says(text: str, what: str) -> None:
    found = read(f"{text}\n")
    assert [what in one.what for one in found.unknown if one.shut] == [True]
    assert found.open({one.setting for one in found.unknown}) != ()


# Modules that would be run in place of libraries

_TO_BUILD = {"editables", "hatchling", "pluggy", "test", "tomlkit", "trove_classifiers"}
"""What the lock holds to build the wheel with, which no site build imports; `test` is what one of them left."""


def test_every_library_of_the_lock_that_a_build_imports_is_known_by_its_name() -> None:
    def of_the_site() -> Iterator[str]:
        for line in (ROOT / "requirements" / "site.txt").read_text(encoding="utf-8").splitlines():
            if line and line[0].isalpha():
                yield line.partition("==")[0].lower().replace("_", "-").split("[")[0]

    wanted = set(of_the_site())
    found = {
        name
        for name, distributions in packages_distributions().items()
        if wanted & {one.lower().replace("_", "-") for one in distributions} and name.isidentifier()
    }
    assert found - LIBRARIES - {"6ec57f84c680d3a3778b__mypyc", "setuptools", "pkg_resources", *_TO_BUILD} == set()


@pytest.mark.parametrize(
    "path",
    [
        *("yaml.py", "json.py", "mkdocs/__init__.py", "sitecustomize.py", "jinja2.cpython-311-x86_64-linux-gnu.so"),
        *("markdown.pyc", "distutils.py", "macros.py", "ratified/__init__.py"),
    ],
)
def test_a_module_at_the_root_that_bears_a_librarys_name_is_a_fault(path: str) -> None:
    assert [fault.place.path for fault in shadows([path, "README.md"])] == [path]


@pytest.mark.parametrize(
    "path", ["setup.py", "conftest.py", "macros/__init__.py", "tests/__init__.py", "yaml.yml", "json.md"]
)
def test_other_files_at_the_root_are_none(path: str) -> None:
    assert [*shadows([path])] == []
