"""What a landing changed in the files of one document, in words, file by file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.timeline import SIGNERS
from ratified.changes.data_diff import plain
from ratified.changes.lines import DiffPassage, lines_changed, passage
from ratified.changes.pages import PageParts, of_clauses, of_sections, read_prose
from ratified.changes.sentences import ChangeSentence, describe_data
from ratified.changes.trusted_keys import of_signers
from ratified.model.plurals import counted
from ratified.policy.addresses import MARKDOWN
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.front_matter import part
from ratified.source.review_date import without_review_date
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.changes.labels import Labels
    from ratified.model.landing import Blob

_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico")
_PUBLISHED_FROM = ("docs/", "runbooks/")
_MODES = {"120000": "a symbolic link", "160000": "a submodule", "100755": "executable", "100644": "an ordinary file"}


class ChangedFile(NamedTuple):
    """A file that a landing changed: its entry and its bytes before and after; None where there are none."""

    path: str
    old: Blob | None
    new: Blob | None
    before: bytes | None
    after: bytes | None


class FileChange(NamedTuple):
    """What changed in one file, in words; its review dates where they changed; and the page, where it is one."""

    changes: tuple[str, ...] = ()
    passages: tuple[DiffPassage, ...] = ()
    reviewed: tuple[str, str] | None = None
    pages: tuple[PageParts | None, PageParts | None] = (None, None)


def describe_file(file: ChangedFile, names: Labels) -> FileChange:
    """What changed in a file that is another after a landing than before. Never nothing, but for clauses of a page."""
    path, old, new = file.path, file.old, file.new
    entries = [blob for blob in (old, new) if blob is not None]
    if any(not blob.regular for blob in entries):
        return FileChange((_entry(path, old, new),))
    if old is None or new is None:
        return _whole(file, names)
    modes = (f"{path} is {_mode(new)} now, was {_mode(old)}",) if old.mode != new.mode else ()
    if old.id == new.id:
        return FileChange(modes)
    found = _content(file, names)
    return found._replace(changes=(*modes, *found.changes))


def _mode(blob: Blob) -> str:
    return _MODES.get(blob.mode, f"of mode {blob.mode}")


def _entry(path: str, old: Blob | None, new: Blob | None) -> str:
    if old is None or new is None:
        blob = new or old
        return f"{path}, {_mode(blob) if blob else 'nothing'}, {'removed' if new is None else 'added'}"
    return f"{path} points elsewhere" if old.mode == new.mode else f"{path} is {_mode(new)} now, was {_mode(old)}"


def _whole(file: ChangedFile, names: Labels) -> FileChange:
    """A file that came or went as a whole."""
    data = file.before if file.new is None else file.after
    verb = "removed" if file.new is None else "added"
    text = _text(file.path, data)
    if text is None or not file.path.endswith(MARKDOWN):
        return FileChange((f"{_kind(file.path)} {verb}", *_keys_of(file, names)))
    page = read_prose(file.path, text)
    return FileChange((f"page {file.path} {verb}",), pages=(page, None) if file.new is None else (None, page))


def _kind(path: str) -> str:
    if path.endswith(_IMAGES):
        return f"image {path}"
    return path if path.startswith("data/") else f"file {path}"


def _keys_of(file: ChangedFile, names: Labels) -> tuple[str, ...]:
    return tuple(of_signers(file.before or b"", file.after or b"", names)) if file.path == SIGNERS else ()


def _content(file: ChangedFile, names: Labels) -> FileChange:
    """What changed inside a file that was there and still is."""
    before, after = _text(file.path, file.before), _text(file.path, file.after)
    if before is None or after is None:
        sizes = f"{len(file.before or b''):,} → {len(file.after or b''):,} bytes"
        return FileChange((f"{_kind(file.path)} changed ({sizes})",))
    if file.path == SIGNERS:
        found = FileChange(_keys_of(file, names))
    elif file.path.endswith(MARKDOWN):
        found = _page(file.path, before, after, names)
    elif file.path.startswith("data/") and file.path.endswith((".yml", ".yaml")):
        found = _data(file.path, before, after, names)
    else:
        return _plain_text(file.path, before, after)
    return _or_layout(file, before, after, found)


def _or_layout(file: ChangedFile, before: str, after: str, found: FileChange) -> FileChange:
    """What was found; where words tell nothing of what changed besides a review date, that and the lines."""
    old, new = (without_review_date(file.path, data or b"") for data in (file.before, file.after))
    if found.changes or old == new:
        return found
    one, two = found.pages
    if one and two and any(of_clauses(one.clauses, two.clauses)):
        return found
    what = f"line breaks, spaces or comments of {file.path} changed, and no word"
    if file.path == SIGNERS:
        what = f"{file.path} changed, but no key that counts"
    return found._replace(changes=(what,), passages=(passage(file.path, before, after),))


def _plain_text(path: str, before: str, after: str) -> FileChange:
    """A text that is neither data nor a page; its lines are shown where a page may embed it."""
    count = lines_changed(before.split("\n"), after.split("\n"))
    said = f"{_kind(path)} changed ({counted(count, 'line')})"
    return FileChange((said,), (passage(path, before, after),) if path.startswith(_PUBLISHED_FROM) else ())


def _page(path: str, before: str, after: str, names: Labels) -> FileChange:
    prefix = "" if path.startswith("runbooks/") else f"{path}: "
    more = without_review_date(path, before.encode()) != without_review_date(path, after.encode())
    passages = (passage(path, before, after),) if more else ()
    one, two = part(path, before), part(path, after)
    if one.body == two.body:  # as in most reaffirmations, and reading the prose is what takes long
        front, reviewed = _values(path, one.head.value, two.head.value, names)
        return FileChange(tuple(f"{prefix}{said}" for said in front), passages, reviewed)
    old, new = read_prose(path, before), read_prose(path, after)
    front, reviewed = _values(path, old.front, new.front, names)
    return FileChange((*(f"{prefix}{said}" for said in front), *of_sections(old, new)), passages, reviewed, (old, new))


def _data(path: str, before: str, after: str, names: Labels) -> FileChange:
    old, new = read_yaml(path, before), read_yaml(path, after)
    if any(fault.fatal for file in (old, new) for fault in file.faults):
        count = lines_changed(before.split("\n"), after.split("\n"))
        said = f"{path} changed ({counted(count, 'line')}), and cannot be read as data on both sides"
        return FileChange((said,), (passage(path, before, after),))
    said_, reviewed = _values(path, old.value, new.value, names)
    texts = tuple(_reworded(path, said) for said in said_ if said.long is not None)
    return FileChange(tuple(map(str, said_)), texts, reviewed)


def _values(
    path: str, before: object, after: object, names: Labels
) -> tuple[list[ChangeSentence], tuple[str, str] | None]:
    """The differences of two plain values in words, the review date apart."""
    old, new = plain(before), plain(after)
    reviewed = None
    if isinstance(old, Mapping) and isinstance(new, Mapping) and old.get("reviewed") != new.get("reviewed"):
        reviewed = (str(old.get("reviewed", "none")), str(new.get("reviewed", "none")))
        old, new = ({k: v for k, v in side.items() if k != "reviewed"} for side in (old, new))
    return list(describe_data(path, old, new, names)), reviewed


def _reworded(path: str, said: ChangeSentence) -> DiffPassage:
    before, after = said.long or ("", "")
    lines = [f"{sign}{line}" for sign, text in (("-", before), ("+", after)) for line in text.split("\n")]
    return DiffPassage(f"{path}: {said.subject or said.change}", tuple(lines))


def _text(path: str, data: bytes | None) -> str | None:
    text = decode(path, data or b"")
    return None if isinstance(text, ReadingFault) else text
