"""The closed world, read: what settings name belongs to the layout, and what nobody can tell leaves it unapprovable.

Every hostile history pushes straight to main what an approved `mkdocs.yml` makes the site read; its twin lands the same
by a merge. Asked through the real command line, which loads nothing of what it reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attacks_whom import Attack, every, status
from history_company import REGISTER, REGISTER_TEXT, TODAY
from pull_requests import BEN, checks, codes, text_of
from ratified.cli.main import main
from threats import Step, merges, pushes, then

if TYPE_CHECKING:
    import pytest

    from histories import Repo

pytest_plugins = ["history_fixtures"]

DIRECT = "went straight to main"


def set_to(text: str, **more: str) -> Step:
    """An approver lands settings, and the files that they name."""
    files = {path.replace("__", "/").replace("_dot_", "."): content for path, content in more.items()}
    return merges("dana", change={"mkdocs.yml": f"site_name: Example Corp\n{text}\n", **files})


def named(name: str, text: str, path: str, other: str = "docs/elsewhere.txt", says: str = "%s\n") -> Attack:
    """Settings that name a file, which is then pushed; of the twin's push they say nothing."""
    first = merges("dana", change={"mkdocs.yml": f"site_name: Example Corp\n{text}\n", path: says % "one"})
    return Attack(
        name,
        then(first, pushes("lee", {path: says % "two"})),
        DIRECT,
        then(first, pushes("lee", {other: says % "two"}), merges("dana", change={path: says % "two"})),
        document="SITE-LAYOUT",
    )


READ = (
    named("a hook", "hooks: [hooks/on.py]", "hooks/on.py", "hooks/other.py"),
    named("what Python kept of a hook", "hooks: [hooks/on.py]", "hooks/__pycache__/on.cpython-311.pyc"),
    named("settings that are inherited", "INHERIT: base.yml", "base.yml", "other.yml", "extra: {x: %s}\n"),
    named("another folder of the theme", "theme: {name: material, custom_dir: look}", "look/main.html"),
    named("a style sheet outside of docs/assets", "extra_css: [styles/site.css]", "docs/styles/site.css"),
    named("a script outside of docs/assets", "extra_javascript: [{path: js/a.js, defer: true}]", "docs/js/a.js"),
    named("a template", "extra_templates: [robots.txt]", "docs/robots.txt"),
    named("the logo", "theme: {name: material, logo: img/logo.svg}", "docs/img/logo.svg"),
    named(
        "what every page gets at its end",
        "markdown_extensions: [{pymdownx.snippets: {base_path: [parts], auto_append: [abbr.md]}}]",
        "parts/abbr.md",
    ),
    named("data of the macros plugin", "plugins: [{macros: {module_name: macros, include_yaml: [x.yml]}}]", "x.yml"),
    named("a module beside the package of macros", "plugins: [{macros: {module_name: macros}}]", "macros.py"),
    named("the order of pages", "plugins: [awesome-pages]", "docs/policy/.pages"),
    named("a navigation in Markdown", "plugins: [literate-nav]", "docs/policy/SUMMARY.md"),
    named("front matter for a whole folder", "plugins: [meta]", "docs/policy/.meta.yml"),
    named("a script that writes pages", "plugins: [{gen-files: {scripts: [gen.py]}}]", "gen.py"),
    named("pictures for words", "markdown_extensions: [{pymdownx.emoji: {options: {custom_icons: [ic]}}}]", "ic/a.svg"),
)


@every(READ)
def test_what_settings_name_belongs_to_the_layout(
    attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    attack.fails_and_its_twin_does_not(repo, capsys)


# What nobody can tell

BLOG = set_to("plugins: [blog]")


def register_with(entry: str) -> dict[str, str]:
    return {REGISTER: REGISTER_TEXT.replace("documents:\n", f"site_inputs:\n  - {entry}\ndocuments:\n", 1)}


NAMED = register_with('{setting: plugins.blog, reads: ["docs/blog/*.yml"]}')
NOTHING = register_with("{setting: plugins.blog, reads: []}")
TOLD = then(BLOG, merges("kim", change=NAMED))

UNKNOWN = (
    Attack(
        "a plugin that is on no list",
        BLOG,
        "mkdocs.yml:2:11 has the plugin 'blog'",
        then(BLOG, merges("kim", change=NOTHING)),
        document="SITE-LAYOUT",
    ),
    Attack(
        "named in a register that nobody approved",
        then(BLOG, pushes("lee", NOTHING)),
        "nobody can tell what the site is made from",
        then(BLOG, pushes("lee", NOTHING), merges("kim", change={REGISTER: f"{NOTHING[REGISTER]}# all of it\n"})),
        document="SITE-LAYOUT",
    ),
    Attack(
        "an input that was named, pushed",
        then(TOLD, pushes("lee", {"docs/blog/authors.yml": "x\n"})),
        DIRECT,
        then(TOLD, merges("dana", change={"docs/blog/authors.yml": "x\n"})),
        document="SITE-LAYOUT",
    ),
    Attack(
        "an option of a known plugin that is on no list",
        set_to("plugins: [{search: {prebuild_index: node}}]"),
        "the setting 'plugins.search.prebuild_index', which is not off",
        set_to("plugins: [{search: {prebuild_index: false}}]"),
        document="SITE-LAYOUT",
    ),
    Attack(
        "a tag that runs code",
        set_to("extra: {now: !!python/object/apply:os.getcwd []}"),
        "the tag 'python/object/apply:os.getcwd', which runs code",
        set_to("markdown_extensions: [{toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {}}}]"),
        document="SITE-LAYOUT",
    ),
    Attack(
        "a style sheet that only the environment names",
        set_to('extra_css: [!ENV [SHEET, "a.css"]]'),
        "only the environment tells",
        set_to('site_url: !ENV [URL, ""]'),
        document="SITE-LAYOUT",
    ),
    Attack(
        "pages that no rule reads",
        set_to("docs_dir: pages"),
        "another folder of pages than docs/",
        set_to("docs_dir: docs"),
        document="SITE-LAYOUT",
    ),
    Attack(
        "a key for the second time, of which programs take one or the other",
        set_to("extra_css: [assets/a.css]\nextra_css: [b.css]"),
        "for the second time",
        set_to("extra_css: [assets/a.css]"),
        document="SITE-LAYOUT",
    ),
    Attack(
        "settings from outside of the repository",
        set_to("INHERIT: ../base.yml"),
        "not a file of this repository",
        set_to("INHERIT: base.yml", base_dot_yml="extra: {}\n"),
        document="SITE-LAYOUT",
    ),
)


@every(UNKNOWN)
def test_what_nobody_can_tell_leaves_the_layout_unapprovable(
    attack: Attack, repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    attack.fails_and_its_twin_does_not(repo, capsys)


def test_the_finding_says_what_to_name_and_where(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    BLOG(repo)
    said = status(repo, capsys)["SITE-LAYOUT"]
    assert said["reason"] == "nobody can tell what the site is made from: mkdocs.yml:2:11 has the plugin 'blog'"


def test_an_unknown_plugin_of_a_pull_request_is_told_before_it_lands(
    company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = text_of("mkdocs.yml").replace("  - search\n", "  - search\n  - blog\n")
    company.ref("HEAD", company.branch(BEN, {"mkdocs.yml": changed}))
    _, lines = checks(company, capsys)
    assert "APR-40" in codes(lines)
    [line] = [line for line in lines if "APR-40" in line]
    number = changed.split("\n").index("  - blog") + 1
    assert line == (
        f"mkdocs.yml:{number}:5: error APR-40 the plugin 'blog' is on no list, so nobody can tell what it reads; "
        "name its inputs in data/register.yml: `site_inputs: [{setting: plugins.blog, reads: [...]}]`; what is "
        "there belongs to SITE-LAYOUT"
    )


def test_pages_may_take_in_files_from_folders_that_settings_name(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "markdown_extensions: [{pymdownx.snippets: {base_path: [parts]}}]\n"
    page = {"docs/policy.md": '---\ntitle: Policy\n---\n\n# Policy\n\n--8<-- "limits.md"\n', "parts/limits.md": "4h\n"}
    repo.merges("dana", change={"mkdocs.yml": f"site_name: x\n{text}", **page})
    repo.pushes("lee", {"parts/other.md": "8h\n"})
    assert status(repo, capsys)["POL"]["verdict"] == "approved"
    repo.pushes("lee", {"parts/limits.md": "8h\n"})
    assert DIRECT in str(status(repo, capsys)["POL"]["reason"])


def test_the_command_says_that_settings_cannot_be_read_and_shows_no_traceback(
    repo: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    set_to("plugins: [")(repo)
    repo.ref("refs/heads/main", repo.tip)
    code = main(["status", "SITE-LAYOUT", "--repo", str(repo.root), "--ref", "main", "--as-of", str(TODAY)])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert "settings that cannot be read" in out
