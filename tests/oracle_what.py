"""What: the files of a document, what its pages show, what changes it. See `oracle.py`."""

from __future__ import annotations

import fnmatch
import hashlib
import html
import posixpath
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from oracle_facts import Tree, load, parsed

AUTHORITY_FILES = [
    *("data/register.yml", "data/people.yml", "data/roles.yml", "data/waivers.yml"),
    *("data/trust/*", ".github/*", "CODEOWNERS", "docs/CODEOWNERS"),
    # what pins the judge
    *("requirements/*", "requirements*.txt", "constraints*.txt", "pyproject.toml", "setup.py", "setup.cfg"),
    *("uv.lock", "uv.toml", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile", "Pipfile.lock"),
    *("pylock.toml", "pylock.*.toml"),
    # what starts it
    *("Makefile", "makefile", "GNUmakefile", "tox.ini", "noxfile.py", "justfile", ".ci/*"),
    *(".pre-commit-config.yaml", "action.yml", "action.yaml"),
    # the other forges
    *(".gitlab-ci.yml", ".gitlab/*", ".gitea/*", ".forgejo/*", "bitbucket-pipelines.yml", "azure-pipelines.yml"),
    *(".azure-pipelines/*", ".woodpecker.yml", ".woodpecker.yaml", ".woodpecker/*", ".circleci/*", ".drone.yml"),
    *("Jenkinsfile", ".travis.yml", "appveyor.yml", "cloudbuild.yaml"),
    # hosts that build
    *(".readthedocs.yaml", ".readthedocs.yml", "netlify.toml", "vercel.json", "wrangler.toml", "firebase.json"),
    *("amplify.yml", "render.yaml", "staticwebapp.config.json"),
]
LAYOUT_FILES = [
    *("mkdocs.yml", "macros/*", "overrides/*", "docs/assets/*"),
    # what tells hosts what to serve where
    *("docs/CNAME", "docs/_redirects", "docs/_headers", "docs/_routes.json", "docs/staticwebapp.config.json"),
    *("docs/*web.config", "docs/*.htaccess", "docs/vercel.json", "docs/serve.json"),
]
MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

Entry = Mapping[str, Any]
AUTHORITY: Entry = {"id": "AUTHORITY", "class": "authority", "binds": AUTHORITY_FILES}
LAYOUT: Entry = {"id": "SITE-LAYOUT", "class": "layout", "binds": LAYOUT_FILES}
BUILT_IN = {"AUTHORITY": AUTHORITY, "SITE-LAYOUT": LAYOUT}
Files = Mapping[str, tuple[str, bytes]]


def entries(tree: Tree, site: Tree | None = None) -> dict[str, Entry] | None:
    """The documents of a tree's register, the built-in ones included; None where it has none to be read.

    Of two entries of one id the first counts. `site` is the tree whose settings lay out the site, if it is another.
    """
    register = load(tree, "data/register.yml", "documents")
    if register is None:
        return None
    read = tuple(path for one in register.get("site_inputs") or () for path in one["reads"])
    found = built_in(tree if site is None else site, read)
    for entry in register["documents"]:
        found.setdefault(entry["id"], entry)
    return found


def built_in(site: Tree, read: tuple[str, ...] = ()) -> dict[str, Entry]:
    """AUTHORITY, and the layout with what the settings of a tree name, and what a register says that they read."""
    return {"AUTHORITY": AUTHORITY, "SITE-LAYOUT": {**LAYOUT, "binds": [*LAYOUT_FILES, *inputs(site), *read]}}


def adopted(tree: Tree) -> bool:
    register = load(tree, "data/register.yml", "status")
    return register is not None and register["status"] == "adopted"


def in_draft(tree: Tree) -> bool:
    register = load(tree, "data/register.yml", "status")
    return register is not None and register["status"] == "draft"


def files(entry: Entry, tree: Tree) -> Files:
    """The files of a document: its pages, what it binds, and what its pages show."""
    pages, binds = entry.get("pages") or (), entry.get("binds") or ()
    own = {path: held for path, held in tree.items() if matches(path, (*pages, *binds))}
    read = [path for path in own if matches(path, pages) and path.endswith(MARKDOWN)]
    snippets = takes_in(tree)
    shown = {
        path: held
        for path, held in tree.items()
        if path not in own and any(shows(page, tree[page], path, snippets) for page in read)
    }
    return {**own, **shown}


def matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def shows(page: str, held: tuple[str, bytes], path: str, snippets: bool) -> bool:
    """Whether a page shows a file: it lies among the pages, and the page says its name; a page only as a snippet."""
    if held[0] == "120000" or not (snippets or not path.endswith(MARKDOWN)):
        return False
    beside = path.split("/")[0] == page.split("/")[0] and "/" in path
    return (beside or snippets) and says(held[1], posixpath.basename(path))


@cache
def says(data: bytes, name: str) -> bool:
    text = data.decode(errors="surrogateescape")
    readings = (text, urllib.parse.unquote(text), html.unescape(text), re.sub(r"\\(.)", r"\1", text))
    return any(name in reading for reading in readings)


@cache
def object_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def fingerprint(held: Files) -> str:
    lines = (f"{mode} {object_id(data)} {path}\n" for path, (mode, data) in sorted(held.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def no_file(mode: str) -> bool:
    """A link or a submodule: no approval can be of what it says."""
    return not mode.startswith("100")


# What lays the site out


def all_settings(tree: Tree) -> Iterator[tuple[str, object]]:
    """The settings of the site, and the ones that they inherit, with their paths; None for what cannot be read."""
    path, seen = "mkdocs.yml" if "mkdocs.yml" in tree and not no_file(tree["mkdocs.yml"][0]) else "", set[str]()
    while path in tree and path not in seen:
        seen.add(path)
        found = parsed(tree[path][1]) if not no_file(tree[path][0]) else None
        yield path, found
        path = str(found.get("INHERIT") or "") if isinstance(found, dict) else ""
    if path:
        yield "", None  # nowhere, or a ring


def inputs(tree: Tree) -> list[str]:
    """The files that the settings name: those inherited, styles and scripts, hooks, the folder of a theme's changes."""
    found = []
    for path, settings in all_settings(tree):
        found += [path] if path not in ("", "mkdocs.yml") else []
        if isinstance(settings, dict):
            found += [f"docs/{name}" for key in ("extra_css", "extra_javascript") for name in settings.get(key) or ()]
            for hook in settings.get("hooks") or ():
                found += [hook, f"{posixpath.dirname(hook)}/__pycache__/*"]
            theme = settings.get("theme")
            found += [f"{theme['custom_dir']}/*"] if isinstance(theme, dict) and "custom_dir" in theme else []
    return found


def unheard(tree: Tree) -> set[str]:
    """The settings whose inputs nobody knows, in words of their own; "" for what no register can open."""
    found: set[str] = set()
    for _, settings in all_settings(tree):
        if not isinstance(settings, dict):
            found.add("")
            continue
        found |= {f"plugins.{name}" for name in settings.get("plugins") or () if name != "search"}
    return found


def takes_in(tree: Tree) -> bool:
    """Whether pages may take in any file: by an extension, by what nobody knows, or where there are no settings."""
    held = tree.get("mkdocs.yml")
    if held is None or no_file(held[0]):
        return True
    named = (s.get("markdown_extensions") or () for _, s in all_settings(tree) if isinstance(s, dict))
    return bool(unheard(tree)) or any("pymdownx.snippets" in each for each in named)


def opened(named: Iterable[Mapping[str, Any] | None], tree: Tree) -> bool:
    """Whether the site of a tree may read what nobody knows: some register does not name it."""
    known = [{one["setting"] for one in (register or {}).get("site_inputs") or ()} for register in named]
    return any(not all(setting in each for each in known) for setting in unheard(tree))


# Reaffirmations


def reaffirms(entry: Entry, before: Files, after: Files) -> bool:
    """Whether nothing but a review date changed: of the first page, at its top, or of data, at the top level."""
    if before.keys() != after.keys():
        return False
    changed = [path for path in after if before[path] != after[path]]
    first = first_page(entry, after)
    return bool(changed) and all(
        before[path][0] == after[path][0]
        and (path == first or path.endswith((".yml", ".yaml")))
        and only_date(before[path][1], after[path][1], path == first)
        for path in changed
    )


def first_page(entry: Entry, held: Files) -> str:
    """Which page carries the date: of the first pattern an `index.md`, else the first by name."""
    for pattern in entry.get("pages") or ():
        found = sorted(path for path in held if matches(path, [pattern]))
        if found:
            return min(found, key=lambda path: (posixpath.basename(path) != "index.md", path))
    return ""


def only_date(before: bytes, after: bytes, page: bool) -> bool:
    """Whether only the value of the one `reviewed:` line differs, and is a date."""
    (old, old_rest), (new, new_rest) = (parted(data.decode(errors="surrogateescape"), page) for data in (before, after))
    return old_rest == new_rest and len(old) <= 1 and len(new) == 1 and old != new and all(map(a_date, old + new))


def parted(text: str, page: bool) -> tuple[list[str], str]:
    """The `reviewed:` lines of a page's front matter, or of the first YAML document's top level; and all the rest."""
    lines = text.split("\n")
    start, end = 0, len(lines)
    if page:
        start, end = 1, lines.index("---", 1) if lines[0] == "---" and "---" in lines[1:] else 0
    else:
        end = next((at for at, line in enumerate(lines) if at and line.startswith(("---", "..."))), end)
    at = [k for k in range(start, end) if lines[k].startswith("reviewed:")]
    return [lines[k] for k in at], "\n".join(line for k, line in enumerate(lines) if k not in at)


def a_date(line: str) -> bool:
    value = line.removeprefix("reviewed:").strip().strip("'\"")
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False
