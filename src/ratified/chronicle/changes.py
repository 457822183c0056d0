"""Which landings changed which documents, and whether they changed more than a review date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ratified.book.read import MARKDOWN
from ratified.chronicle.chronicle import Chronicle
from ratified.chronicle.files import Definitions, first_page
from ratified.model.landing import Change, Landing
from ratified.model.verdict import Kind

_EMBEDDED_FROM = ("docs/", "runbooks/")
"""Where the site takes images from; a page cannot show what lies elsewhere."""

_HEAD = re.compile(rb"\A---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_REVIEWED = re.compile(rb"^reviewed:[ \t]*[\"']?[0-9]{4}-[0-9]{2}-[0-9]{2}[\"']?[ \t]*(?:#[^\n]*)?\r?\n", re.MULTILINE)


def changes(chronicle: Chronicle) -> Mapping[str, tuple[int, ...]]:
    """Every document that ever was, by id, with the numbers of the landings that changed it, oldest first.

    The bootstrap changes every document: before it none was in force.
    """
    found: dict[str, list[int]] = {}
    for landing in chronicle.landings:
        for document in changed_by(chronicle, landing):
            found.setdefault(document, []).append(landing.number)
    return {document: tuple(numbers) for document, numbers in found.items()}


def changed_by(chronicle: Chronicle, landing: Landing) -> frozenset[str]:
    """The documents whose fingerprint after a landing is not that of its base."""
    number = landing.number
    before, after = chronicle.defined(number - 1), chronicle.defined(number)
    if number == chronicle.bootstrap:
        return frozenset(after.by_id)
    found: set[str] = set()
    for change in landing.changes:
        found.update(_named_by(change, before, after))
    if before is not after:
        found.update(_redefined(chronicle, number, before, after))
    shown = [c.path for c in landing.changes if c.path.startswith(_EMBEDDED_FROM) and not c.path.endswith(MARKDOWN)]
    if shown:
        found.update(_showing(chronicle, number, shown))
    return frozenset(found)


def _named_by(change: Change, before: Definitions, after: Definitions) -> set[str]:
    """The documents that had the file as it was, or have it as it is."""
    had = before.of(change.path) if change.before else ()
    return {*had, *(after.of(change.path) if change.after else ())}


def _redefined(chronicle: Chronicle, number: int, before: Definitions, after: Definitions) -> set[str]:
    """The documents whose own entry changed so that they hold other files."""
    found = set()
    for id_ in {*before.by_id, *after.by_id}:
        old, new = before.by_id.get(id_), after.by_id.get(id_)
        if old and new and (old.pages, old.binds) == (new.pages, new.binds):
            continue
        if old is None or new is None or chronicle.files(id_, number - 1) != chronicle.files(id_, number):
            found.add(id_)
    return found


def _showing(chronicle: Chronicle, number: int, paths: list[str]) -> set[str]:
    """The documents with a page that embeds one of these files, before the landing or after it."""
    found = set()
    for at in (number - 1, number):
        for id_, definition in chronicle.defined(at).by_id.items():
            if definition.pages and any(path in embeds for embeds in chronicle.shown_by(id_, at) for path in paths):
                found.add(id_)
    return found


def kind(chronicle: Chronicle, document: str, number: int) -> Kind:
    """What a landing did to a document: `bootstrap`, `reaffirmation` (its review date alone) or `amendment`."""
    if number == chronicle.bootstrap:
        return "bootstrap"
    definition = chronicle.definition(document, number)
    if definition is None:
        return "amendment"
    before, after = dict(chronicle.files(document, number - 1)), dict(chronicle.files(document, number))
    paths = sorted({path for path in {*before, *after} if before.get(path) != after.get(path)})
    first = first_page(definition, after)
    alone = [path for path in paths if path == first or path.endswith((".yml", ".yaml"))]
    if not paths or alone != paths or any(p not in before or p not in after for p in paths):
        return "amendment"
    modes = all(before[path].mode == after[path].mode for path in paths)
    return "reaffirmation" if modes and all(_only_reviewed(chronicle, path, number) for path in paths) else "amendment"


def _only_reviewed(chronicle: Chronicle, path: str, number: int) -> bool:
    """Whether a file says the same before and after but for a review date, and has one now."""
    old, new = chronicle.content(path, number - 1), chronicle.content(path, number)
    if old is None or new is None:
        return False
    bare_old, _ = _without_review(path, old)
    bare_new, dated = _without_review(path, new)
    return dated == 1 and bare_old == bare_new


def _without_review(path: str, data: bytes) -> tuple[bytes, int]:
    """A file without the line of its review date, and how many such lines it had."""
    if not path.endswith(MARKDOWN):
        return _REVIEWED.subn(b"", data)
    head = _HEAD.match(data)
    if head is None:
        return data, 0
    bare, count = _REVIEWED.subn(b"", head[1])
    return data[: head.start(1)] + bare + data[head.end(1) :], count
