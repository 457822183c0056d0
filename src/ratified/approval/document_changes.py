"""Which landings changed which documents, and whether they changed more than a review date."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.documents import DocumentDefinitions, first_page
from ratified.approval.embeds import is_asset
from ratified.policy.addresses import MARKDOWN

if TYPE_CHECKING:
    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Blob, Landing
    from ratified.model.verdict import Kind

_HEAD = re.compile(rb"\A---[ \t]*\r?\n(.*?\n)(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_REVIEWED = re.compile(
    rb"^reviewed:[ \t]*[\"']?[0-9]{4}-[0-9]{2}-[0-9]{2}[\"']?[ \t]*((?:#[^\n]*)?\r?\n)", re.MULTILINE
)

_AT_ONCE = 256
Approved = Callable[[int], DocumentDefinitions | None]
"""The definitions of the register that decides at a landing; None where none was approved yet."""


def changes(timeline: Timeline, approved: Approved) -> Mapping[str, tuple[int, ...]]:
    """Every document that ever was, by id, with the numbers of the landings that changed it, oldest first.

    Up to the bootstrap a landing that adopts the register, or takes that back, changes them all.
    """
    found: dict[str, list[int]] = {}
    for landing in timeline.landings:
        for document in changed_by(timeline, landing, approved(landing.number)):
            found.setdefault(document, []).append(landing.number)
    return {document: tuple(numbers) for document, numbers in found.items()}


def authority_changes(timeline: Timeline) -> Iterator[int]:
    """The landings from the first adopted register on that changed AUTHORITY, oldest first.

    No register can alter which files those are.
    """
    start = timeline.adoption
    for landing in timeline.landings[start:] if start is not None else ():
        if landing.number == start or any(AUTHORITY in timeline.defined(-1).of(c.path) for c in landing.changes):
            yield landing.number


def changed_by(timeline: Timeline, landing: Landing, approved: DocumentDefinitions | None = None) -> frozenset[str]:
    """The documents whose files after a landing are not those of its base, by the register of either side.

    `approved` are the definitions of the register that decides there: what it says belongs to a document stays
    governed, whatever an unapproved register says.
    """
    number = landing.number
    before, after = timeline.defined(number - 1), timeline.defined(number)
    if timeline.turns(number):
        return frozenset((*before.by_id, *after.by_id))
    found: set[str] = set()
    same = before is after and (approved is None or approved is after)
    for path, was, now in landing.changes:
        if same:
            found.update(after.of(path))
            continue
        found.update(before.of(path) if was else ())
        found.update(after.of(path) if now else ())
        found.update(approved.of(path) if approved else ())
    if before is not after:
        found.update(_redefined(timeline, number, before, after))
    changed_assets = [c.path for c in landing.changes if is_asset(c.path) or c.path in timeline.taken_in]
    if changed_assets:
        found.update(_showing(timeline, number, changed_assets))
    if timeline.inclusions(number - 1) != timeline.inclusions(number):
        every = {*before.by_id, *after.by_id} - found
        found.update(id_ for id_ in every if timeline.files(id_, number - 1) != timeline.files(id_, number))
    return frozenset(found)


def _redefined(timeline: Timeline, number: int, before: DocumentDefinitions, after: DocumentDefinitions) -> set[str]:
    """The documents whose own entry changed so that they hold other files."""
    found = set()
    for id_ in {*before.by_id, *after.by_id}:
        old, new = before.by_id.get(id_), after.by_id.get(id_)
        if old and new and (old.pages, old.binds) == (new.pages, new.binds):
            continue
        if old is None or new is None or timeline.files(id_, number - 1) != timeline.files(id_, number):
            found.add(id_)
    return found


def _showing(timeline: Timeline, number: int, paths: list[str]) -> set[str]:
    """The documents with a page that shows one of these files, before the landing or after it."""
    found = set()
    for at in (number - 1, number):
        there = [path for path in paths if timeline.at(path, at)]
        for id_, definition in timeline.defined(at).by_id.items() if there else ():
            pages = timeline.pages(id_, at) if definition.pages else ()
            if any(path in embeds for page in pages if (embeds := timeline.embeds(page, at)) for path in there):
                found.add(id_)
    return found


def kind(timeline: Timeline, document: str, number: int) -> Kind:
    """What a landing did to a document: `bootstrap`, `reaffirmation` (its review date alone) or `amendment`."""
    known = timeline.kinds.get((document, number))
    if known is None:
        known = timeline.kinds[document, number] = _kind(timeline, document, number)
    return known


def _kind(timeline: Timeline, document: str, number: int) -> Kind:
    if timeline.brings_in_all(number):
        return "bootstrap"
    definition = timeline.definition(document, number)
    if definition is None:
        return "amendment"
    before, after = dict(timeline.files(document, number - 1)), dict(timeline.files(document, number))
    paths = sorted({path for path in {*before, *after} if before.get(path) != after.get(path)})
    first = first_page(definition, after)
    alone = [path for path in paths if path == first or path.endswith((".yml", ".yaml"))]
    if not paths or alone != paths or any(p not in before or p not in after for p in paths):
        return "amendment"
    modes = all(before[path].mode == after[path].mode for path in paths)
    return "reaffirmation" if modes and all(_only_reviewed(timeline, path, number) for path in paths) else "amendment"


def _only_reviewed(timeline: Timeline, path: str, number: int) -> bool:
    """Whether a file says the same before and after but for a review date, and has one now."""
    old, new = timeline.at(path, number - 1), timeline.at(path, number)
    if old is None or new is None or not (old.mode[:3] == new.mode[:3] == "100"):
        return False
    page = path.endswith(MARKDOWN)
    _read(timeline, [(page, old.id), (page, new.id)])
    bare_new, dated = timeline.undated[page, new.id]
    return dated == 1 and bare_new == timeline.undated[page, old.id][0]


def read_ahead(timeline: Timeline, numbers: Sequence[int]) -> None:
    """Read at once what `kind` will ask of these landings: one question to git for hundreds of files."""
    for start in range(0, len(numbers), _AT_ONCE):
        some = (c for n in numbers[start : start + _AT_ONCE] for c in timeline.landings[n].changes)
        pairs = ((c.path, b) for c in some if c.before and c.after for b in (c.before, c.after))
        _read(timeline, [(path.endswith(MARKDOWN), blob.id) for path, blob in pairs if _may_date(path, blob)])


def _may_date(path: str, blob: Blob) -> bool:
    return path.endswith((*MARKDOWN, ".yml", ".yaml")) and blob.mode.startswith("100")


def _read(timeline: Timeline, wanted: list[tuple[bool, str]]) -> None:
    """See that these files, each a page or not, are known without their review dates."""
    unread = [key for key in dict.fromkeys(wanted) if key not in timeline.undated]
    found = timeline.read({id_ for _, id_ in unread}) if unread else {}
    for page, id_ in unread:
        bare, dated = _without_review(page, found[id_])
        timeline.undated[page, id_] = sha256(bare).digest(), dated


def _without_review(page: bool, data: bytes) -> tuple[bytes, int]:
    """A file without the line of its review date, and how many such lines it had."""
    if not page:
        return _REVIEWED.subn(_remark, data)
    head = _HEAD.match(data)
    if head is None:
        return data, 0
    bare, count = _REVIEWED.subn(_remark, head[1])
    return data[: head.start(1)] + bare + data[head.end(1) :], count


def _remark(found: re.Match[bytes]) -> bytes:
    """What a review date's line says besides: a remark at its end is content."""
    return found[1] if found[1].strip() else b""
