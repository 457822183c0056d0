"""One Markdown file, whole: front matter, macro calls, prose, clauses, and every fault of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ratified.model.engine_marks import marks, without_code
from ratified.model.frames import frames
from ratified.model.hiding import hidden_in
from ratified.model.page import PageFront, RunbookFront
from ratified.model.place import Place
from ratified.model.prose import Page
from ratified.source.calls import blank_calls, find_calls
from ratified.source.characters import hidden, named
from ratified.source.fault import MOST_FAULTS, ReadingFault, too_many
from ratified.source.front_matter import FrontMatterSplit, part
from ratified.source.lines import LineIndex
from ratified.source.markdown import read_markdown
from ratified.source.typed import fitting, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PageFront.model_rebuild()
RunbookFront.model_rebuild()

_PLAINLY = "say it in plain Markdown; how pages look belongs to macros/, overrides/ and docs/assets/"
_FORGES = "it could show or hide what the site says of approvals"
_UNREAD = "the site could hide words that whoever approves the page reads on the Git host"
_EMBEDDED = {"<iframe>", "<embed>", "<object>", "<frame>", "<frameset>", "<video>", "<audio>"}
_FRAMED = "<iframe>: no page of the site shows another inside of it, so readers see a link in its place"
_LINKED = "write a link to what it shows"
_LIKE_A_CALL = re.compile(r"\{\{-?\s*[A-Za-z_]\w*\s*\(")
"""What is meant for a macro. A page without it that has braces has them for its readers, or for another program."""

MOST_CHARACTERS = 128 * 1024
MOST_LINES = 5_000
MOST_BRACKETS = 5_000
MOST_CELLS = 10_000


def read_page(
    path: str, text: str, runbook: bool, skim: bool = False, governed: bool = True
) -> tuple[Page, list[ReadingFault]]:
    """Read a page or runbook. Its faults come beside it; a page with faults is as complete as it can be.

    `skim` leaves the prose for later and its faults unsaid: for the site, which shows pages and judges none. The front
    matter of a page that is not `governed` is the company's own: what fits is read, and all else left alone. So are its
    braces, where none of them look like a macro call.
    """
    too_big = oversize(path, text)
    if too_big is not None:
        return Page(path, None, None), [too_big]
    parted = part(path, text)
    front = None if runbook else (typed if governed else fitting)(PageFront, parted.head)
    runbook_front = typed(RunbookFront, parted.head) if runbook else None
    of_head = _one_of_keys(parted.head.faults) if runbook or governed else _of_ungoverned(parted, text)
    own = not governed and not runbook
    faults = [*of_head, *_of_prose(_hidden(path, parted.body), own), *_marks(path, parted.body, not own)]
    literal = front is not None and not front.render_macros
    calls, broken = ((), ()) if literal else find_calls(path, parted.body)
    if broken and own and not _LIKE_A_CALL.search(parted.body):
        calls, broken, literal = (), (_as_written(broken[0]),), True
    faults.extend(broken)
    if any(fault.fatal for fault in broken):
        return Page(path, front, runbook_front), _first(faults)
    body = parted.body if literal else blank_calls(parted.body)
    if not own:
        faults.extend(_unread(path, body, faults))
    read = cache(lambda: read_markdown(path, body))
    page = Page(path, front, runbook_front, calls, lambda: read()[0], body, literal)
    return page, _first(faults if skim else [*faults, *_of_prose(read()[1], own)])


def _first(faults: list[ReadingFault]) -> list[ReadingFault]:
    if len(faults) <= MOST_FAULTS + 1:
        return faults
    return [*faults[:MOST_FAULTS], too_many(faults[MOST_FAULTS].place)]


def _of_prose(faults: Iterable[ReadingFault], own: bool) -> Iterator[ReadingFault]:
    """Faults of prose, which on a page of nobody's mislead nobody about an approval: there they stop nothing."""
    return (replace(fault, soft=True) if own else fault for fault in faults)


def _as_written(fault: ReadingFault) -> ReadingFault:
    """The first fault of braces on a page that nobody governs, where it may hold what another program reads."""
    what = f"{fault.message}; no document governs this page, so the site shows all its braces as they are written"
    return replace(fault, message=what, fatal=False, soft=True)


def _of_ungoverned(parted: FrontMatterSplit, text: str) -> list[ReadingFault]:
    """The faults of front matter that is the company's own: that nobody can read it, so the site shows it as text."""
    whole = parted.head.value is not None or text.split("\n", 1)[0].rstrip(" \t") != "---"
    return [] if whole and parted.body else [replace(fault, fatal=False) for fault in parted.head.faults]


def _one_of_keys(faults: list[ReadingFault]) -> list[ReadingFault]:
    """The faults of front matter, with one in place of all those about keys that are not ours."""
    keys = [fault for fault in faults if fault.kind == "key"]
    if len(keys) < 2:
        return faults
    names = ", ".join(fault.message.removeprefix("unknown key ") for fault in keys)
    what, help_ = (
        f"{len(keys)} keys that are not known here: {names}",
        "take them out, or correct what is a slip of the pen",
    )
    one = ReadingFault("key", min(fault.place for fault in keys), what, help_, fatal=False)
    return [one, *(fault for fault in faults if fault.kind != "key")]


def _hidden(path: str, body: str) -> Iterator[ReadingFault]:
    """Characters that make a reader see other words than a program does."""
    lines = LineIndex(path, body)
    for offset in hidden(body, prose=True):
        what = f"hides the character {named(body[offset])}"
        yield ReadingFault("unreadable", lines.at(offset), what, "delete it, and type the word again", fatal=False)


def _marks(path: str, body: str, governed: bool) -> Iterator[ReadingFault]:
    """What only the engine may set, or what reaches beyond its place; code shows it and sets nothing.

    Of frames the site makes links where nobody governs the page, so there it is told and nothing more.
    """
    lines, text = LineIndex(path, body), without_code(body)
    linked = set() if governed else {frame.start for frame in frames(text)}
    for mark in marks(text):
        if mark.offset in linked and mark.what == "<iframe>":
            yield ReadingFault("mark", lines.at(mark.offset), _FRAMED, _LINKED, fatal=False, soft=True)
            continue
        what = f"a page's text may not hold {mark.what}: {_FORGES}"
        help_ = _LINKED if mark.what in _EMBEDDED else _PLAINLY
        yield ReadingFault("mark", lines.at(mark.offset), what, help_, fatal=False)


def _unread(path: str, body: str, told: list[ReadingFault]) -> list[ReadingFault]:
    """What hides words on the site, besides the lines of which something was told."""
    lines = LineIndex(path, body)
    there = {fault.place.line for fault in told if fault.kind == "mark"}
    found: dict[tuple[Place, str], ReadingFault] = {}
    for mark in hidden_in(without_code(body)):
        place = lines.at(mark.offset)
        what = f"a governed page's text may not hold {mark.what}: {_UNREAD}"
        help_ = _LINKED if mark.what in _EMBEDDED else _PLAINLY
        if place.line not in there:
            found.setdefault((place, what), ReadingFault("mark", place, what, help_, fatal=False))
    return [*found.values()]


def oversize(path: str, text: str) -> ReadingFault | None:
    """Why a page is too big to be read in a second, by a person or by us."""
    lines = text.split("\n")
    if len(text) > MOST_CHARACTERS:
        return _too_big(Place(path), f"{len(text):,} characters", MOST_CHARACTERS)
    if len(lines) > MOST_LINES:
        return _too_big(Place(path, MOST_LINES + 1), f"{len(lines):,} lines", MOST_LINES)
    if (count := text.count("[")) > MOST_BRACKETS:
        return _too_big(Place(path), f"{count:,} opening brackets", MOST_BRACKETS)
    for first, columns, rows in _tables(lines):
        if columns * rows > MOST_CELLS:
            return _too_big(Place(path, first), f"a table of {columns * rows:,} cells", MOST_CELLS)
    return None


def _too_big(place: Place, what: str, limit: int) -> ReadingFault:
    return ReadingFault("unreadable", place, f"{what}, over the limit of {limit:,}", "split the page")


def _tables(lines: list[str]) -> Iterator[tuple[int, int, int]]:
    """For each table the number of its first line, its columns, and at most how many rows it has."""
    blank = [number for number, line in enumerate(lines) if not line.strip()] + [len(lines)]
    for number, line in enumerate(lines):
        if "|" in line and "-" in line and not line.strip(" \t>|:-"):
            yield number, line.strip(" \t>|").count("|") + 1, blank[bisect_left(blank, number)] - number
