"""GOV-10: clauses, as the class of a document has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.policy import pages_of
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.prose import Page
    from ratified.model.register import GovernedDocument

_NORMATIVE = re.compile(r"\b(must|shall|required\s+to|may\s+not)\b", re.IGNORECASE)
_ASKED_OF = re.compile(
    r"(?:\b(?:am|is|are|be|been|being|was|were)|['’](?:m|re|s))(?:\s+(?:also|hereby|\w+ly))*\s+\Z", re.I
)
"""What stands before "required to" where somebody is: "what is required to open it" binds nobody else."""
_BEFORE = 60
"""How many characters before it are looked at: a page may say it any number of times."""
CLAUSE_ID = re.compile(r"[A-Z]{2,5}-[1-9][0-9]*\.[1-9][0-9]*")


@rule("GOV-10", "error", "A rule outside any clause, or a clause that cannot be cited")
def rule_without_clause(case: RuleInput) -> RuleHits:
    """On a page of a document something is otherwise than `clauses` of its class says. With `required`, *must*,
    *shall*, *is required to* or *may not* stands in a paragraph, list item or table that belongs to no clause, or a
    clause cites no requirement. With `required` or `offered` (which is meant where a class says nothing), a clause
    has no id of the form `IR-4.2`. With `none`, there is a clause.

    **Why it matters.** A policy with clauses is read clause by clause. A rule without an id cannot be cited by a
    record or a finding, and one that answers no requirement is in nobody's test plan.

    **How to fix it.** Begin the paragraph with the macro `clause("IR-4.2", "CC7.3")`, or say it as a fact that
    binds nobody. A clause runs until the next clause or heading. Where documents of the class have no clauses, or
    need none, say so under `clauses` in `data/register.yml`.

    **Protects.** CC5.3, CC7.3, CC7.4, CC7.5
    """
    register = case.book.register
    for document in register.live(case.as_of):
        clauses = register.clauses(document)
        for page in pages_of(case, [document], runbooks=clauses == "none"):
            if clauses == "none":
                yield from _unwanted(page, document)
            else:
                yield from _outside(page) if clauses == "required" else ()
                yield from _uncitable(page, clauses == "required")


def _unwanted(page: Page, document: GovernedDocument) -> RuleHits:
    """The clauses of a page that has none."""
    for call in page.calls:
        if call.name == "clause":
            message = f"a clause in {document.id}, and documents of the class {document.class_} have none"
            help_ = f"take the call out, or write clauses: offered for {document.class_} in data/register.yml"
            yield RuleHit(call.place, message, help_, call.text(0))


def _outside(page: Page) -> RuleHits:
    """The words of a page that bind somebody, outside of its clauses."""
    inside = {block.place for clause in page.clauses for block in page.blocks_of(clause)}
    for block in page.blocks:
        if block.kind != "heading" and block.place not in inside and (found := binding_words(block.text)):
            words = dict.fromkeys(" ".join(match[0].split()) for match in found)
            message = f"{' and '.join(map(repr, words))} outside any clause"
            help_ = 'begin the paragraph with the macro clause("IR-4.2", "CC7.3"), or say it as a fact'
            yield RuleHit(block.place_of(found[0].start(), found[0][0].split("\n")[0]), message, help_)


def binding_words(text: str) -> list[re.Match[str]]:
    """The words of a text that bind somebody."""
    found = _NORMATIVE.finditer(text)
    return [
        one
        for one in found
        if one[0][0] not in "Rr" or _ASKED_OF.search(text, max(0, one.start() - _BEFORE), one.start())
    ]


def _uncitable(page: Page, cites: bool) -> RuleHits:
    """The clauses of a page that cannot be cited; where each `cites`, those that cite nothing as well."""
    for call in page.calls:
        if call.name == "clause" and not call.text(0):
            yield RuleHit(call.place, "a clause without an id", 'write the id in quotes: clause("IR-4.2", "CC7.3")')
    for clause in page.clauses:
        if not CLAUSE_ID.fullmatch(clause.id):
            message = f"clause id {clause.id!r} does not have the form IR-4.2"
            help_ = "write capitals, a hyphen, the chapter's number, a dot and the clause's number"
            yield RuleHit(clause.place, message, help_, clause.id)
        if cites and not clause.criteria:
            message = f"{clause.id} cites no requirement"
            yield RuleHit(clause.place, message, f'add what it answers: clause("{clause.id}", "CC7.4")', clause.id)
