"""Which files meet at one address of the site, and which stand where the engine puts something of its own.

MkDocs lets the one that it writes last have the place, and says nothing. Counted are the addresses of both ways in
which it lays pages out (`a/index.html` and `a.html`), in folded case: what keeps sites may tell no capitals.
"""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DOCS = "docs/"
START_PAGE = f"{DOCS}start-here.md"
"""What somebody opens first when something is wrong."""


def _names(text: str) -> tuple[str, ...]:
    """Names from one text, in which white space parts them."""
    return tuple(text.split())


MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""The endings MkDocs takes for a page: a page that only the site read would be one that no rule has seen."""

ALONE = _names("""
.html .htm .xhtml .xht .shtml .mht .mhtml .hta .php .asp .aspx .jsp .cgi .xml .xsl .xslt .rss .atom .rdf .svgz .mml
.mathml .htc .swf
""")
"""Endings of files that a browser opens as a page by themselves: the site copies them, and no panel is put in."""

STEERING = _names("""
docs/CNAME docs/_redirects docs/_headers docs/_routes.json docs/staticwebapp.config.json docs/vercel.json
docs/serve.json docs/*web.config docs/*.htaccess
""")
"""What hosts of sites read in a site: where they serve what, and as what. Some look in every folder."""

SAID = _names("""
.png .jpg .jpeg .gif .webp .avif .apng .bmp .ico .tif .tiff .svg .pdf .txt .csv .tsv .json .jsonl .yml .yaml .toml
.ini .ics .log .css .map .zip .gz .tgz .tar .7z .xz .bz2 .docx .doc .odt .rtf .xlsx .xls .ods .pptx .ppt .odp .vsdx
.drawio .excalidraw .puml .mmd .dot .bib .tex .mp4 .webm .mov .mp3 .ogg .wav .m4a .vtt .woff .woff2 .ttf .otf .asc
.sig .pem .crt .patch .diff .eml .sql .sh .ps1 .py .rules
""")
"""Endings by which every host says what a file is, and browsers show it as that, or keep it: never as a page."""

SCRIPT = (".js", ".mjs", ".cjs", ".wasm")
"""Endings of files that a browser runs: in a page, or behind it as a worker."""

LAYOUT = "docs/assets/"
"""The folder whose files are part of the layout, such pages and scripts too."""

PUBLISHED = _names("""
status.json findings.json badge.svg provenance.json service-worker.js sitemap.xml sitemap.xml.gz 404.html
""")
"""Files at the root of the site that the engine or MkDocs makes."""

SCRIPTS = _names("""
assets/clock-days.js assets/clock-panel.js assets/holders-now.js assets/offline.js assets/runbook-finder.js
assets/start-card.js assets/workpaper.js
""")
"""The scripts that come with the engine, by their path in the site; a test compares."""

PAGES = _names("""
index.md acknowledgements.md approvals.md amendments.md for-the-assessor.md coverage.md clocks.md people.md
corrective-actions.md how-to-amend.md approval-rules.md glossary.md incidents/index.md exercises/index.md
""")
"""Pages of the engine that a page of the company at the same path replaces; a test compares."""

OVER_OURS = tuple(f"{DOCS}{uri}" for uri in (*PAGES, "runbooks/index.md") if uri != "glossary.md")
"""Where a page of the company stands in place of one of the engine, and so is part of the layout. The glossary holds
words of the company's own, which belong to the document that claims them."""

THEME_FILES = _names("""
amendments.css approvals.css assessor.css calls.css home.css paper.css ratified.css records.css runbooks.css
starting.css keyboard.js folds.js lapsed.js on-a-day.js steps.js theme-later.js card.png mark.svg
""")
"""Files of the engine's theme, below `assets/`; a test compares."""

_MADE = re.compile(
    r"(?:rules/(?:[a-z]{3}-[0-9]{2}(?:/index)?|index)|clock-catalogue(?:/index)?|amendments/(?!index\.html$).*"
    r"|incidents/inc-[0-9]{4}-[0-9]+(?:/index)?|exercises/ex-[0-9]{4}-[0-9]+(?:/index)?)\.html|search/.*"
)
"""Pages that the engine makes: rules, the clock catalogue, landings and texts of the past, records."""


class AddressClash(NamedTuple):
    """A file that does not have its address to itself: who else has it; nobody where the engine makes what is there."""

    path: str
    address: str
    other: str | None


def addresses(path: str) -> tuple[str, ...]:
    """Where a file may stand in the site; empty for what is no part of it."""
    uri = path.removeprefix(DOCS)
    if path == uri and not path.startswith("runbooks/"):
        return ()
    folder, name = posixpath.split(uri)
    stem, ending = posixpath.splitext(name)
    if ending not in MARKDOWN:
        return (uri,)
    if stem in {"index", "README"}:
        return (posixpath.join(folder, "index.html"),)
    return tuple(posixpath.join(folder, stem) + end for end in ("/index.html", ".html"))


def folded(address: str) -> str:
    """An address as a host that tells no capitals reads it."""
    return normalize("NFC", address).casefold()


_PAGE_AT = {
    **{folded(address): f"{DOCS}{uri}" for uri in PAGES for address in addresses(f"{DOCS}{uri}")},
    **{f"assets/{name}": f"{LAYOUT}{name}" for name in THEME_FILES},
}
"""What of the engine a file of the company may replace, by its address: only the one at the same path."""


def clashes(paths: Iterable[str]) -> Iterator[AddressClash]:
    """Every file that shares an address with one before it, or stands where the engine makes something."""
    first: dict[str, str] = {}
    for path in paths:
        own = addresses(path)
        if made := next((found for found in own if is_made(found) or _is_page_of(found, path)), None):
            yield AddressClash(path, made, None)
            continue
        if met := next((found for found in own if folded(found) in first), None):
            yield AddressClash(path, met, first[folded(met)])
        for found in own:
            first.setdefault(folded(found), path)


def clashes_of(paths: Iterable[str], governed: Callable[[str], object]) -> Iterator[AddressClash]:
    """The clashes of files in any order, each told of the file that should go: the one that no document has, the odd
    kind, the odd name. `governed` gives something true for a file of a document.
    """

    def blamed(path: str) -> tuple[bool, bool, str, str]:
        return not governed(path), not path.endswith(".md"), path.replace("/README.", "/~README.").swapcase(), path

    return clashes(sorted(paths, key=blamed))


def is_made(address: str) -> bool:
    """Whether the engine makes what stands at an address."""
    found = folded(address)
    return found in PUBLISHED or found in SCRIPTS or _MADE.fullmatch(found) is not None


def _is_page_of(address: str, path: str) -> bool:
    """Whether a page of the engine stands at an address, and the file is not the one that may replace it."""
    return _PAGE_AT.get(folded(address), path) != path


def by_itself(path: str) -> bool:
    """Whether a file is a page of its own, on which nothing can say whether anybody approved it."""
    return path.lower().endswith(ALONE) and not path.startswith(LAYOUT)


def runs_unbound(path: str, governed: Callable[[str], object]) -> bool:
    """Whether a file is a script that nobody governs: a policy for pages cannot tell workers from one host apart."""
    return path.lower().endswith(SCRIPT) and not path.startswith(LAYOUT) and not governed(path)


def is_anything(path: str, governed: Callable[[str], object]) -> bool:
    """Whether nobody governs a file, and nothing says what a browser makes of it. Names with a dot are no part of the
    site unless it asks for them; what steers hosts belongs to the layout."""
    name = posixpath.basename(path)
    steers = any(fnmatchcase(path, pattern) for pattern in STEERING)
    known = name.lower().endswith((*SAID, *MARKDOWN)) or steers or "/." in f"/{path}"
    return not known and not path.startswith(LAYOUT) and not governed(path)


def said(clash: AddressClash) -> tuple[str, str]:
    """What is wrong, and what to do."""
    place = clash.address.removesuffix("index.html") or "the home page"
    if clash.other is None:
        return f"is where the engine makes {place} itself", "give it another name, or remove it"
    return f"has the same address on the site as {clash.other}: {place}", "keep one of the two"


ALONE_SAID = (
    "a page by itself, on which nothing can say whether anybody approved it",
    "write it as Markdown, or put it under docs/assets/ where it is part of the layout",
)

UNBOUND_SAID = (
    "a script that no document governs, which any script of the site could start",
    "put it under docs/assets/ where it is part of the layout, or remove it",
)

ANYTHING_SAID = (
    "a file whose name does not say what it is, so that a browser may take it for a page",
    "give it the ending of what it is (.txt, .pdf, .png), or put it under docs/assets/ where it is part of the layout",
)
