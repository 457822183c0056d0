"""Which paths a document is made of, by the patterns of a register."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import BUILT_IN, BUILT_IN_BINDS, BUILT_IN_CLASSES, BUILT_IN_TITLES, SITE_LAYOUT
from ratified.policy.path_patterns import PatternIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ratified.approval.past_data import PastDocument, PastRegister
    from ratified.model.register import Register
    from ratified.settings import SiteSettings

_MAGIC = re.compile(r"[*?[]")


class DocumentDefinition(NamedTuple):
    """A document as one register defines it."""

    id: str
    title: str
    class_: str
    owner: str
    pages: tuple[str, ...]
    binds: tuple[str, ...]
    retired: date | None


class DocumentDefinitions:
    """The documents of one register, the built-in ones included, and the documents of a path."""

    def __init__(self, documents: Iterable[PastDocument], layout: tuple[str, ...] = ()) -> None:
        """`layout` are the patterns that belong to SITE-LAYOUT besides those that always do."""
        own = [
            DocumentDefinition(d.id, d.title or d.id, d.class_, d.owner, d.pages, d.binds, d.retired)
            for d in documents
            if d.id not in BUILT_IN
        ]
        built_in = [
            DocumentDefinition(id_, BUILT_IN_TITLES[id_], BUILT_IN_CLASSES[id_], "", (), _binds(id_, layout), None)
            for id_ in BUILT_IN
        ]
        found: dict[str, DocumentDefinition] = {}
        for definition in (*own, *built_in):
            found.setdefault(definition.id, definition)  # of two with one id the first counts, as in the book
        self.by_id: Mapping[str, DocumentDefinition] = found
        named = ((pattern, d.id) for d in found.values() for pattern in (*d.pages, *d.binds))
        self._patterns = PatternIndex(named)
        self._pages = PatternIndex((pattern, d.id) for d in found.values() for pattern in d.pages)

    def of(self, path: str) -> tuple[str, ...]:
        """The ids of the documents whose pages or binds name a path; one may come twice."""
        return self._patterns.of(path)

    def governing(self, path: str) -> tuple[str, ...]:
        """The ids of the documents that a path is a page of; where it is none, of those that bind it."""
        found = self._pages.of(path) or self._patterns.of(path)
        return tuple(dict.fromkeys(id_ for id_ in found if id_ not in BUILT_IN))


def _binds(id_: str, layout: tuple[str, ...]) -> tuple[str, ...]:
    return (*BUILT_IN_BINDS[id_], *(layout if id_ == SITE_LAYOUT else ()))


def definitions(register: PastRegister | None, layout: tuple[str, ...] = ()) -> DocumentDefinitions:
    """The definitions of a register; of none, those that are built in. `layout` is what `layout_inputs` gives."""
    return DocumentDefinitions(register.documents if register else (), layout)


def layout_inputs(register: PastRegister | Register | None, settings: SiteSettings) -> tuple[str, ...]:
    """What the layout reads besides its own folders: what the settings name, and what the register says of others."""
    named = (path for one in (register.site_inputs if register else ()) for path in one.reads)
    found = dict.fromkeys((*settings.inputs, *named))
    return tuple(pattern for pattern in found if not matches(pattern, BUILT_IN_BINDS[SITE_LAYOUT]))


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether any pattern names a path, as `Book.document_of` reads them: `*` also matches a slash."""
    return any(fnmatchcase(path, p) if _MAGIC.search(p) else path == p for p in patterns)


def first_page(definition: DocumentDefinition, paths: Iterable[str]) -> str | None:
    """The page that carries a document's review date: its first pattern's first page, an `index.md` before others."""
    found = [path for path in paths if matches(path, definition.pages[:1])]
    return min(found, key=lambda path: (not path.endswith("/index.md"), path), default=None)
