"""A page that was written elsewhere, with front matter of ours: what of theirs it takes, and what is kept aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ratified.model.close_names import spelling
from ratified.model.data_entry import YEARS
from ratified.source.calls import has_braces
from ratified.source.foreign_front_matter import ForeignKey, ForeignPage, kept
from ratified.source.literal_text import scalar
from ratified.source.markdown import read_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TITLE = ("title", "policy title", "document title", "policy name", "name")
_OWNER = ("policy owner", "document owner", "owner", "owned by", "owner role", "responsible", "maintainer")
_REVIEWED = ("reviewed", "last reviewed", "last review", "last review date", "reviewed on", "date reviewed")
_UPDATED = ("last updated", "updated", "last update", "last modified", "lastmod", "modified", "last revised", "revised")
_EFFECTIVE = ("effective", "effective date", "effective from", "date effective", "in force since")
_VERSION = ("version", "policy version", "document version", "revision")
_REFERENCES = frozenset((
    *("satisfies", "tsc", "soc2", "soc 2", "iso", "iso27001", "iso 27001", "controls", "control", "criteria"),
    *("requirements", "frameworks", "standards", "references", "compliance", "mappings", "maps to"),
    *("nist", "pci", "hipaa"),
))  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIKE_AN_ID = re.compile(r"[A-Za-z]{1,4}[.-]?[0-9][\w.()-]*|[0-9]+\.[0-9][\w.()-]*")
_LONGEST = 4000


@dataclass(frozen=True)
class MappedHead:
    """What front matter of somebody else says that has a place here; None where it does not say it in one text."""

    title: str
    reviewed: date | None
    owner: str | None
    version: str | None
    effective: str | None
    updated: str | None
    references: tuple[str, ...]
    unknown_references: tuple[str, ...]
    kept: tuple[str, ...]
    lines: tuple[str, ...]
    literal: bool


def mapped(page: ForeignPage, path: str, known: Mapping[str, object], day: date) -> MappedHead:
    """The front matter of an imported page, as far as it is understood. `known` are the ids of requirements, `day` the
    last day on which something can have been reviewed."""
    title = _said(page, _TITLE)
    reviewed_key = _first(page, _REVIEWED)
    reviewed = _day(reviewed_key.alone, day) if reviewed_key and reviewed_key.alone else None
    dropped = {key.name for key in (_first(page, _TITLE),) if key and _is_one_line(key) and key.alone == title}
    dropped |= {reviewed_key.name} if reviewed_key and reviewed and _is_one_line(reviewed_key) else set()
    body = page.body.decode("utf-8")
    found, unknown = _references(page, known)
    named = title or _heading(path, body) or _of_file(path)
    aside = kept(page, frozenset(dropped))
    literal = has_braces(body)
    return MappedHead(
        named, reviewed, _said(page, _OWNER), _said(page, _VERSION), _said(page, _EFFECTIVE), _said(page, _UPDATED),
        found, unknown, tuple(key.name for key in page.keys if key.name not in dropped) if aside else (),
        tuple(_written(named, reviewed, literal, aside)), literal,
    )  # fmt: skip


def _written(title: str, reviewed: date | None, literal: bool, aside: list[str]) -> Iterator[str]:
    yield "---"
    yield f"title: {scalar(title)}"
    if reviewed is not None:
        yield f"reviewed: {reviewed}"
    if literal:
        yield "render_macros: false"
    if aside:
        yield "extra:"
        yield from aside
    yield "---"


def _name(key: ForeignKey) -> str:
    return re.sub(r"[\s_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key.name)).strip().casefold()


def _first(page: ForeignPage, names: tuple[str, ...]) -> ForeignKey | None:
    """The key of the first of these names that has a text of its own."""
    there = {_name(key): key for key in reversed(page.keys) if key.alone and key.alone.strip()}
    return next((there[name] for name in names if name in there), None)


def _said(page: ForeignPage, names: tuple[str, ...]) -> str | None:
    key = _first(page, names)
    text = " ".join(key.alone.split()) if key and key.alone else ""
    return text if 0 < len(text) <= _LONGEST else None


def _is_one_line(key: ForeignKey) -> bool:
    """Whether a line of YAML holds the key and nothing besides its value, so that nothing is lost with it."""
    lines = [line for line in key.lines if line.strip()]
    return len(lines) == 1 and "#" not in lines[0]


def _day(text: str, last: date) -> date | None:
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and found.year in YEARS and found <= last else None


def _heading(path: str, body: str) -> str:
    """The words of the first heading of the first level, or of the one with which the text begins."""
    prose, _ = read_markdown(path, body.replace("\r\n", "\n"))
    begins = prose.headings[:1] if prose.blocks and prose.blocks[0].kind == "heading" else ()
    heading = next((one for one in prose.headings if one.level == 1), next(iter(begins), None))
    return " ".join(heading.text.split()) if heading else ""


def _of_file(path: str) -> str:
    name = re.split(r"[\W_]+", path.rpartition("/")[2].rpartition(".")[0])
    return " ".join(filter(None, name)).capitalize() or path


def _references(page: ForeignPage, known: Mapping[str, object]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The requirements that front matter names, as the catalogue writes them, and what looks like one and is none."""
    by_spelling = {spelling(id_): id_ for id_ in known}
    words = [
        word
        for key in page.keys
        if _name(key) in _REFERENCES
        for text in key.texts
        for word in re.split(r"[,;\s]+", text)
    ]
    found = dict.fromkeys(by_spelling[spelling(word)] for word in words if word and spelling(word) in by_spelling)
    odd = [word for word in words if _LIKE_AN_ID.fullmatch(word) and spelling(word) not in by_spelling]
    return tuple(found), tuple(dict.fromkeys(odd))
