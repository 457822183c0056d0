"""APR-21: pages under approval that show, or lean on, what nobody approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN_BINDS
from ratified.policy.data_files import DATA
from ratified.policy.macro_data import MACROS, reads_of
from ratified.policy.path_patterns import PatternIndex
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.place import Place
    from ratified.model.prose import Page
    from ratified.policy import Book

_OWN = "data/requirements.yml"


@rule("APR-21", "error", "A governed page shows data that no document binds")
def data_ungoverned(case: RuleInput) -> RuleHits:
    """A page or runbook of a governed document calls a macro that shows a data file which no document of the
    register, nor a built-in one, has among its `pages` or `binds`. Or such a page cites a requirement of
    `data/requirements.yml`, and no document binds that file. Pages that belong to no document are left alone,
    and so are macros of your own, and files that may be left out and are.

    **Why it matters.** The page says *approved* at its top. If anybody may change the hours in its table
    without an approver, it says so falsely.

    **How to fix it.** Add the file to the `binds` of the document whose commitment it is, or take the call out.

    **Protects.** CC5.3, CC8.1
    """
    bound = PatternIndex((pattern, True) for pattern in _patterns(case.book, case.as_of))
    absent = {f"data/{name}.yml" for name, file in DATA.items() if file.optional} - case.book.texts.keys()
    governed = {path: path in absent or bool(bound.of(path)) for macro in MACROS.values() for path in macro.reads}
    own = set() if governed[_OWN] else {row.id for row in case.book.requirements.requirements}
    for page in case.book.markdown:
        document = case.book.document_of(page.path)
        if document is None:
            continue
        for call in page.calls:
            files = [path for path in reads_of(call.name) if not governed[path]]
            if files:
                yield _hit(call.place, document.id, f"shows {listed(files)} by {call.name}()", listed(files))
        for id_, place in _cited(page):
            if id_ in own:
                yield _hit(place, document.id, f"cites {id_} of {_OWN}", _OWN)


def _hit(place: Place, document: str, does: str, files: str) -> RuleHit:
    help_ = f"add {files} to the binds of {document}, or of the document whose commitment it is"
    return RuleHit(place, f"{document} {does}, and no document binds it", help_, document)


def _cited(page: Page) -> Iterator[tuple[str, Place]]:
    """The requirements that a page cites, in its clauses or its front matter."""
    for clause in page.clauses:
        yield from ((id_, clause.place) for id_ in clause.criteria)
    if page.runbook is not None:
        yield from ((id_, page.runbook.at("criteria", at)) for at, id_ in enumerate(page.runbook.criteria))


def _patterns(book: Book, day: date) -> tuple[str, ...]:
    """The patterns of everything that is approved on a day."""
    own = [pattern for document in book.register.live(day) for pattern in (*document.pages, *document.binds)]
    return (*own, *(pattern for patterns in BUILT_IN_BINDS.values() for pattern in patterns))
