"""GOV: the policy as a governed text. Its chapters, its clauses, and the list of all rules on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.governance import acknowledgements, current_approval, periods
from ratified.rules.governance.blanks import blank_left
from ratified.rules.governance.clauses import rule_without_clause
from ratified.rules.governance.example_facts import fact_of_example
from ratified.rules.governance.profiles import profile_left_out
from ratified.rules.governance.register import register_leads_nowhere
from ratified.rules.governance.waivers import waiver_not_valid
from ratified.rules.governance.wording import monitoring_restated, vague_word
from ratified.rules.policy import incident_documents, policy_pages, policy_row
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.page import Section

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
    document = next((d.id for d in incident_documents(case)), None)
    for name in REQUIRED:
        if name not in covered:
            help_ = f"write the clauses, and add {name} to covers: in the page's front matter"
            yield RuleHit(policy_row(case), f"no page of the policy covers {name}", help_, document)
    for page in pages:
        names = [name for name in REQUIRED if page.front and name in page.front.covers]
        if page.front and names and not page.clauses:
            message = f"the page covers {', '.join(names)} and holds no clause"
            yield RuleHit(page.front.at("covers"), message, 'begin each rule with the macro clause("IR-4.2", "CC7.3")')


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
    acknowledgements.acknowledgement_missing,
    blank_left,
    waiver_not_valid,
    register_leads_nowhere,
    profile_left_out,
    fact_of_example,
    acknowledgements.acknowledgement_void,
)
