"""APR-21: pages under approval that show what nobody approves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN_BINDS
from ratified.policy.macro_data import MACROS, reads_of
from ratified.policy.path_patterns import PatternIndex
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from datetime import date

    from ratified.policy import Book


@rule("APR-21", "error", "A governed page shows data that no document binds")
def data_ungoverned(case: RuleInput) -> RuleHits:
    """A page or runbook of a governed document calls a macro that shows a data file which no document of the
    register, nor a built-in one, has among its `pages` or `binds`. Pages that belong to no document are left
    alone, and so are macros of your own.

    **Why it matters.** The page says *approved* at its top. If anybody may change the hours in its table
    without an approver, it says so falsely.

    **How to fix it.** Add the file to the `binds` of the document whose promise it is, or take the call out.

    **Protects.** CC5.3, CC8.1
    """
    bound = PatternIndex((pattern, True) for pattern in _patterns(case.book, case.as_of))
    governed = {path: bool(bound.of(path)) for macro in MACROS.values() for path in macro.reads}
    for page in case.book.markdown:
        document = case.book.document_of(page.path)
        for call in page.calls if document else ():
            files = [path for path in reads_of(call.name) if not governed[path]]
            if document and files:
                what = f"{document.id} shows {listed(files)} by {call.name}(), and no document binds it"
                help_ = f"add {listed(files)} to the binds of {document.id}, or of the document whose promise it is"
                yield RuleHit(call.place, what, help_, document.id)


def _patterns(book: Book, day: date) -> tuple[str, ...]:
    """The patterns of everything that is approved on a day."""
    own = [pattern for document in book.register.live(day) for pattern in (*document.pages, *document.binds)]
    return (*own, *(pattern for patterns in BUILT_IN_BINDS.values() for pattern in patterns))
