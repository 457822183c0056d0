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
    "Jenkinsfile",
]
LAYOUT_FILES = ["mkdocs.yml", "macros/*", "overrides/*", "docs/assets/*"]
MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

Entry = Mapping[str, Any]
AUTHORITY: Entry = {"id": "AUTHORITY", "class": "authority", "binds": AUTHORITY_FILES}
LAYOUT: Entry = {"id": "SITE-LAYOUT", "class": "layout", "binds": LAYOUT_FILES}
BUILT_IN = {"AUTHORITY": AUTHORITY, "SITE-LAYOUT": LAYOUT}
Files = Mapping[str, tuple[str, bytes]]


def entries(tree: Tree) -> dict[str, Entry] | None:
    """The documents of a tree's register, the built-in ones included; None where it has none to be read.

    Of two entries of one id the first counts.
    """
    register = load(tree, "data/register.yml", "documents")
    if register is None:
        return None
    found: dict[str, Entry] = dict(BUILT_IN)
    for entry in register["documents"]:
        found.setdefault(entry["id"], entry)
    return found


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
    snippets = "mkdocs.yml" not in tree or b"snippets" in tree["mkdocs.yml"][1]  # what nobody can tell counts
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
