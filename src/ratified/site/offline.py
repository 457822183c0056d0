"""What the browser keeps for when the site does not answer: the emergency's pages with all that they load."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ratified.site.html import tree
from ratified.site.pages import RUNBOOKS
from ratified.site.scripts import FOLDER
from ratified.views import SiteMap, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ratified.policy import Book

WORKER = "service-worker.js"
"""At the root of the site, since a worker sees no page above its own folder."""

URGENT_MACROS = (
    *("in_charge", "start_clocks", "roster", "severity_table", "severity_criteria", "escalation_matrix"),
    "notification_clocks",
)
"""The macros whose pages are kept, besides home, the runbooks, the notices and the policy."""

_SEARCH = ("search/search_index.json", "assets/javascripts/workers/*.js")
"""What the theme's search asks for once somebody searches."""

_IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
_KINDS = (".css", ".js", ".svg", ".png", ".ico", ".woff", ".woff2")


def kept_pages(book: Book, site_map: SiteMap, docs: str, made: Mapping[str, str]) -> dict[str, str]:
    """The pages to keep, by address from the site's root, with their titles; `docs` is the folder of the pages,
    `made` the titles of those that no file holds, by path."""
    titles = {**made, **{page.path: page.title or "" for page in book.markdown}}
    titles |= {page.path: f"{page.runbook.id} {page.runbook.title}" for page in book.runbooks if page.runbook}
    listed_pages = [path for name in URGENT_MACROS for path in site_map.shows.get(name, ())]
    runbooks = sorted(page.path for page in book.runbooks)
    notices = sorted(page.path for page in book.markdown if page.front and page.front.notice)
    policy = [page.path for page in book.policy_pages]
    paths = dict.fromkeys((*listed_pages, f"{docs}/{RUNBOOKS}", *runbooks, f"{docs}/index.md", *notices, *policy))
    return {site_map.urls[path]: titles.get(path) or path for path in paths if path in site_map.urls}


def worker(site: Path, pages: Mapping[str, str], day: str, head: str) -> str:
    """The worker of a built site: `pages` are titles by address from the root, `day` and `head` of the build.

    Its cache is named by the content of everything that it keeps, so that another build is another cache.
    """
    search = (file.relative_to(site).as_posix() for pattern in _SEARCH for file in site.glob(pattern))
    files = sorted({*search, *(path for url in pages for path in _loaded(site, url))})
    notice = _notice(day, head)
    content = hashlib.sha256(f"{notice}\0{head}".encode())
    for path in (*map(_file_of, pages), *files):
        content.update(f"\0{path}\0".encode() + hashlib.sha256((site / path).read_bytes()).digest())
    build = {
        "name": content.hexdigest()[:16],
        "pages": [[url, str(escape(title))] for url, title in pages.items()],
        "files": files,
        "notice": notice,
    }
    script = (FOLDER / WORKER).read_text(encoding="utf-8")
    return f"const BUILD = {json.dumps(build, indent=1)};\n\n{script}"


def _notice(day: str, head: str) -> str:
    """What a kept page says before anything else. It must stand without any script or style."""
    return (
        f'<p class="r-kept" role="alert" data-r-kept="{escape(day)}"><strong>The site does not answer.</strong> '
        f"This page is kept from the build of {escape(day)}, commit {escape(head[:12])}. What it says of approvals "
        "was so on that day, and may not be now.</p>"
    )


def _file_of(url: str) -> str:
    """The file of a page, by its address: MkDocs writes the names of files into addresses with their blanks quoted."""
    return unquote(f"{url}index.html" if not url or url.endswith("/") else url)


def _loaded(site: Path, url: str) -> Iterator[str]:
    """The files of the site that a page loads, and those that its styles do, by their path from the root."""
    path = _file_of(url)
    page = tree((site / path).read_text(encoding="utf-8"))
    names = (element.attr(name) or "" for name in ("src", "href") for element in page.select(f"[{name}]"))
    for found in _found(site, path, names):
        yield found
        if found.endswith(".css"):
            yield from _found(site, found, _IN_STYLE.findall((site / found).read_text(encoding="utf-8")))


def _found(site: Path, path: str, targets: Iterable[str]) -> Iterator[str]:
    """Of what a file names those that are files of the site."""
    for target in dict.fromkeys(targets):
        if ":" in target or not target.endswith(_KINDS):
            continue
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
        if not found.startswith(("..", "/")) and (site / found).is_file():
            yield found
