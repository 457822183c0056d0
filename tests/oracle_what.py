"""What: the files of a document, what its pages show, what changes it. See `oracle.py`."""

from __future__ import annotations

import fnmatch
import hashlib
import html
import posixpath
import re
import urllib.parse
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from oracle_facts import Tree, load
from oracle_settings import Settings

AUTHORITY_FILES = [
    *("data/register.yml", "data/people.yml", "data/roles.yml", "data/waivers.yml"),
    "data/imports.yml",
    "data/starter.yml",
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
    # what stands in place of a page of the engine
    *(f"docs/{page}.md" for page in ("index", "approvals", "amendments", "for-the-assessor", "coverage", "clocks")),
    *(f"docs/{page}.md" for page in ("people", "corrective-actions", "how-to-amend", "approval-rules")),
    *(f"docs/{folder}/index.md" for folder in ("incidents", "exercises", "runbooks")),
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
    """The built-in documents; what settings name belongs to SITE-LAYOUT, and what `site_inputs:` says is read."""
    return {"AUTHORITY": AUTHORITY, "SITE-LAYOUT": {**LAYOUT, "binds": [*LAYOUT_FILES, *Settings(site).names, *read]}}


def adopted(tree: Tree) -> bool:
    register = load(tree, "data/register.yml", "status")
    return register is not None and register["status"] == "adopted"


def in_draft(tree: Tree) -> bool:
    register = load(tree, "data/register.yml", "status")
    return register is not None and register["status"] == "draft"


def files(entry: Entry, tree: Tree) -> Files:
    """The files of a document: its pages, what it binds, and what its pages show."""
    pages, binds = entry.get("pages") or (), entry.get("binds") or ()
    own = {path for path in tree if matches(path, (*pages, *binds))}
    read = {path for path in own if matches(path, pages) and path.endswith(MARKDOWN) and not no_file(tree[path][0])}
    todo, shown, bases = sorted(read), set[str](), Settings(tree).bases
    while todo:
        _, text = tree[todo.pop()]
        shown |= {path for path in tree if beside(path) and says(text, posixpath.basename(path))}
        taken = (takes_in(text, bases) & tree.keys()) - read
        todo += sorted(taken)  # PyMdown: "Snippets can handle recursive file inclusion"
        read |= taken
    return {path: tree[path] for path in own | shown | read}


def matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def beside(path: str) -> bool:
    """0006: "A page shows every file beside the pages whose name it says, in whatever syntax"."""
    return path.startswith(("docs/", "runbooks/")) and not path.endswith(MARKDOWN)


def takes_in(text: bytes, bases: Iterable[str]) -> set[str]:
    """The files that a text takes in, from where the settings of its landing let pages take in files.

    PyMdown: a line `--8<-- "path"`, or paths between two lines `--8<--`; after the path may stand which part of it.
    """
    found, between = [], False
    for line in map(str.strip, text.decode(errors="surrogateescape").split("\n")):
        if mark := re.fullmatch(r"""-+8<-+(?:\s+(["'])(.*)\1)?""", line):
            found += [mark[2]] if mark[1] else []
            between ^= not mark[1]
        elif between and not line.startswith(";"):
            found.append(line)
    return {posixpath.normpath(posixpath.join(base, name.split(":")[0])) for base in bases for name in found}


@cache
def says(data: bytes, name: str) -> bool:
    text = data.decode(errors="surrogateescape")
    readings = (text, urllib.parse.unquote(text), html.unescape(text), re.sub(r"\\(.)", r"\1", text))
    return any(name in reading for reading in readings)


@cache
def object_id(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def fingerprint(held: Files) -> str:
    lines = (f"{mode} {object_id(data)} {path}\n" for path, (mode, data) in sorted(held.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def no_file(mode: str) -> bool:
    """A link or a submodule: no approval can be of what it says."""
    return not mode.startswith("100")


def opened(registers: Iterable[Mapping[str, Any] | None], tree: Tree) -> bool:
    """Whether SITE-LAYOUT cannot be approved for the settings of a tree."""
    return Settings(tree).opened(registers)


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
