"""GOV-15: entries of the register that lead nowhere."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN, BUILT_IN_CLASSES
from ratified.model.close_names import meant
from ratified.model.plurals import plural
from ratified.policy.path_patterns import PatternIndex
from ratified.policy.read import RECORDS
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.place import Place
    from ratified.model.register import GovernedDocument, Register
    from ratified.policy import Book

_READ_ELSEWHERE = ("data/trust/", "data/forge-rules/", *RECORDS)


@rule("GOV-15", "error", "A register entry that leads nowhere")
def register_leads_nowhere(case: RuleInput) -> RuleHits:
    """In `data/register.yml` a document has a class that `classes` lacks, or the reserved id AUTHORITY or
    SITE-LAYOUT; a pattern of its `pages` or `binds` matches no file that is read; two documents claim one
    page; `classes` lacks authority or layout, or a class without pages leaves families of rules out; a period
    ends before it starts; or `acknowledgements` asks for a document that is not there, or twice for one. Patterns of
    a document that is retired on the day are left alone, and so are binds under `data/trust/` and the folders of
    records.

    **Why it matters.** The register says who approves what. A page it misses by a letter is approved by
    nobody, one claimed twice has two answers, and a period turned round holds no day to examine.

    **How to fix it.** Correct the entry in `data/register.yml`, or add what it names.

    **Protects.** CC5.3
    """
    register = case.book.register
    for name in BUILT_IN_CLASSES.values():
        if name not in register.classes:
            help_ = f"add {name}: with its approvers"
            yield RuleHit(register.at("classes"), f"the classes lack {name}, which is built in", help_, name)
    for document in register.documents:
        yield from _identity(document, case.book)
    yield from _left_out_of_nothing(register)
    live = register.live(case.as_of)
    paths = frozenset(page.path for page in case.book.markdown)
    for document in live:
        yield from _unmatched(document, case.book, paths)
    yield from _claimed_twice(live, case.book)
    for period in register.periods:
        if period.ends < period.starts:
            message = f"period {period.id} ends on {period.ends}, before it starts on {period.starts}"
            yield hit_at(period, "ends", message, "write a last day that is not before the first")
    yield from _asked_in_vain(register, live)


def _asked_in_vain(register: Register, live: list[GovernedDocument]) -> RuleHits:
    """Documents to acknowledge that are none, or that another row asks for."""
    known, seen = [document.id for document in live], set[str]()
    for row in register.acknowledgements:
        id_ = row.document
        if id_ not in known:
            help_ = f"{meant(id_, known, f'write one of {listed(known)}')}, or take the row out"
            yield RuleHit(row.at("document"), f"acknowledgements ask for {id_}, which is no document", help_, id_)
        elif id_ in seen:
            help_ = "leave one row for each document"
            yield RuleHit(row.at("document"), f"acknowledgements ask for {id_} twice", help_, id_)
        seen.add(id_)


def _left_out_of_nothing(register: Register) -> RuleHits:
    """Classes that leave families of rules out, which only look at pages, and have no pages."""
    paged = {document.class_ for document in register.documents if document.pages}
    for name, class_ in register.classes.items():
        if class_.not_asked and name not in paged:
            message = f"class {name} leaves out {listed(class_.not_asked)}, and no document of it has pages"
            yield RuleHit(class_.at("not_asked"), message, "take not_asked out", name)


def _identity(document: GovernedDocument, book: Book) -> RuleHits:
    id_ = document.id
    if id_ in BUILT_IN:
        help_ = "give the document another id"
        yield RuleHit(document.at("id"), f"{id_} is the id of a built-in document", help_, id_)
    if document.class_ not in book.register.classes:
        help_ = f"write one of {', '.join(book.register.classes) or 'the classes'}, or add the class"
        yield RuleHit(document.at("class"), f"{id_} has the unknown class {document.class_!r}", help_, id_)


def _unmatched(document: GovernedDocument, book: Book, paths: frozenset[str]) -> RuleHits:
    for index, pattern in enumerate(document.pages):
        if pattern not in paths and not any(fnmatchcase(page.path, pattern) for page in book.markdown):
            message = f"pages of {document.id}: {pattern!r} matches no page or runbook"
            yield RuleHit(document.at("pages", index), message, "correct the path, or take it out", document.id)
    for index, pattern in enumerate(document.binds):
        found = any(fnmatchcase(path, pattern) for path in book.texts)
        if not found and not pattern.startswith(_READ_ELSEWHERE):
            message = f"binds of {document.id}: {pattern!r} matches no data file"
            yield RuleHit(document.at("binds", index), message, "correct the path, or take it out", document.id)


def _claimed_twice(documents: list[GovernedDocument], book: Book) -> RuleHits:
    """One hit for each pattern that takes in pages of a document before it."""
    claims = PatternIndex((p, (n, i)) for n, d in enumerate(documents) for i, p in enumerate(d.pages))
    twice: dict[Place, tuple[str, str, str, int]] = {}
    for page in book.markdown:
        (first, _), *later = claims.of(page.path) or ((0, 0),)
        for number, index in later:
            if number != first:
                place, id_ = documents[number].at("pages", index), documents[number].id
                *said, count = twice.get(place, (id_, page.path, documents[first].id, -1))
                twice[place] = (said[0], said[1], said[2], count + 1)
    for place, (id_, path, owner, more) in twice.items():
        others = f", and {more} more such {plural(more, 'page')}" if more else ""
        help_ = "leave each page to one document"
        yield RuleHit(place, f"{id_} claims {path}, which {owner} has already{others}", help_, id_)
