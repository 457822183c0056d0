"""GOV: the policy as a governed text. Its chapters, its clauses, and the list of all rules on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.governance import current_approval, periods
from ratified.rules.governance.blanks import blank_left
from ratified.rules.governance.register import register_leads_nowhere
from ratified.rules.governance.waivers import waiver_not_valid
from ratified.rules.governance.wording import monitoring_restated, vague_word
from ratified.rules.policy import policy_documents, policy_pages, policy_row
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.page import Section
    from ratified.model.prose import Page

REQUIRED: tuple[Section, ...] = (
    "intake",
    "severity",
    "roles",
    "escalation",
    "containment",
    "eradication",
    "recovery",
    "notification",
    "review",
)
"""What an incident response policy must cover to answer CC7.3, CC7.4 and CC7.5."""

_NORMATIVE = re.compile(r"\b(must|shall|required\s+to|may\s+not)\b", re.IGNORECASE)
_ASKED_OF = re.compile(
    r"(?:\b(?:am|is|are|be|been|being|was|were)|['’](?:m|re|s))(?:\s+(?:also|hereby|\w+ly))*\s+\Z", re.I
)
"""What stands before "required to" where somebody is: "what is required to open it" binds nobody else."""
_BEFORE = 60
"""How many characters before it are looked at: a page may say it any number of times."""
_CLAUSE_ID = re.compile(r"[A-Z]{2,5}-[1-9][0-9]*\.[1-9][0-9]*")


@rule("GOV-09", "error", "The policy leaves out a chapter it needs", response=True)
def chapter_missing(case: RuleInput) -> RuleHits:
    """The pages of the policy do not together cover, by `covers:` in their front matter, intake, severity,
    roles, escalation, containment, eradication, recovery, notification and review; or a page that covers
    one of these holds no clause.

    **Why it matters.** These are the elements every assessor looks for first. A missing one is written up
    without reading further, and a chapter that binds nobody is missing too.

    **How to fix it.** Write the chapter's clauses and name what it covers in `covers:`.

    **Protects.** CC5.3, CC7.3, CC7.4, CC7.5
    """
    pages = policy_pages(case)
    covered = {name for page in pages if page.front for name in page.front.covers}
    document = next((d.id for d in policy_documents(case)), None)
    for name in REQUIRED:
        if name not in covered:
            help_ = f"write the clauses, and add {name} to covers: in the page's front matter"
            yield RuleHit(policy_row(case), f"no page of the policy covers {name}", help_, document)
    for page in pages:
        names = [name for name in REQUIRED if page.front and name in page.front.covers]
        if page.front and names and not page.clauses:
            message = f"the page covers {', '.join(names)} and holds no clause"
            yield RuleHit(page.front.at("covers"), message, 'begin each rule with the macro clause("IR-4.2", "CC7.3")')


@rule("GOV-10", "error", "A rule outside any clause, or a clause that cannot be cited")
def rule_without_clause(case: RuleInput) -> RuleHits:
    """On a policy page, *must*, *shall*, *is required to* or *may not* stands in a paragraph, list item or
    table that belongs to no clause; or a clause has no id of the form `IR-4.2`; or it cites no requirement.

    **Why it matters.** The policy is read clause by clause. A rule without an id cannot be cited by a
    record or a finding, and one that answers no requirement is in nobody's test plan.

    **How to fix it.** Begin the paragraph with the macro `clause("IR-4.2", "CC7.3")`, or say it as a fact that
    binds nobody. A clause runs until the next clause or heading.

    **Protects.** CC5.3, CC7.3, CC7.4, CC7.5
    """
    for page in policy_pages(case):
        inside = {block.place for clause in page.clauses for block in page.blocks_of(clause)}
        for block in page.blocks:
            if block.kind != "heading" and block.place not in inside and (found := _binding(block.text)):
                words = dict.fromkeys(" ".join(match[0].split()) for match in found)
                message = f"{' and '.join(map(repr, words))} outside any clause"
                help_ = 'begin the paragraph with the macro clause("IR-4.2", "CC7.3"), or say it as a fact'
                yield RuleHit(block.place_of(found[0].start(), found[0][0].split("\n")[0]), message, help_)
        yield from _uncitable(page)


def _binding(text: str) -> list[re.Match[str]]:
    """The words of a text that bind somebody."""
    found = _NORMATIVE.finditer(text)
    return [
        one
        for one in found
        if one[0][0] not in "Rr" or _ASKED_OF.search(text, max(0, one.start() - _BEFORE), one.start())
    ]


def _uncitable(page: Page) -> RuleHits:
    for call in page.calls:
        if call.name == "clause" and not call.text(0):
            yield RuleHit(call.place, "a clause without an id", 'write the id in quotes: clause("IR-4.2", "CC7.3")')
    for clause in page.clauses:
        if not _CLAUSE_ID.fullmatch(clause.id):
            message = f"clause id {clause.id!r} does not have the form IR-4.2"
            help_ = "write capitals, a hyphen, the chapter's number, a dot and the clause's number"
            yield RuleHit(clause.place, message, help_, clause.id)
        if not clause.criteria:
            message = f"{clause.id} cites no requirement"
            yield RuleHit(clause.place, message, f'add what it answers: clause("{clause.id}", "CC7.4")', clause.id)


RULES: tuple[Rule, ...] = (
    current_approval.nothing_in_force,
    current_approval.approval_stale,
    periods.approval_gap,
    current_approval.edited_here,
    current_approval.approver_gone,
    periods.policy_unreviewed,
    vague_word,
    monitoring_restated,
    chapter_missing,
    rule_without_clause,
    blank_left,
    waiver_not_valid,
    register_leads_nowhere,
)
