"""COV: which requirement is answered by which clause, runbook or evidence, and which by nothing; and all its rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.requirements import OwnRequirement
from ratified.policy.requirements import asked_requirements
from ratified.rules.coverage.evidence import evidence_lost, evidence_outside
from ratified.rules.coverage.ids import requirement_unknown
from ratified.rules.coverage.legs import leg_missing
from ratified.rules.coverage.periods import control_unplanned
from ratified.rules.coverage.promises import promise_unshown, proof_unknown
from ratified.rules.coverage.recurring import control_missed
from ratified.rules.coverage.typed_numbers import number_unheld
from ratified.rules.policy import incident_documents, policy_clauses, policy_row
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, rule
from ratified.rules.runbook_sections import runbooks

if TYPE_CHECKING:
    from ratified.model.finding import SeverityOfFinding

EXPLICIT = ("CC7.3", "CC7.4", "CC7.5")
"""Evaluate, respond, recover: the criteria an incident response policy is written for."""

FRAMEWORK = "tsc-2017"
"""The framework that has them."""

CATEGORIES = ("availability", "confidentiality", "privacy")
"""The trust categories of which the catalogue asks something besides what security asks."""

SOURCES = {
    "monitoring": {"monitoring", "alert", "alerts", "detection"},
    "employees": {"employee", "employees", "staff", "workforce", "personnel"},
    "customers": {"customer", "customers", "client", "clients", "user", "users"},
    "vendors": {"vendor", "vendors", "supplier", "suppliers", "subprocessor", "subprocessors"},
}
"""Where events must be able to come from, by words of an intake source's id or title."""


@rule("COV-01", "error", "CC7.3, CC7.4 or CC7.5 without a clause of its own", response=True)
def core_criterion_uncited(case: RuleInput) -> RuleHits:
    """No clause on a page of the policy cites CC7.3, CC7.4 or CC7.5 by that very id. A point of focus such
    as CC7.4-PF02 does not answer for its criterion, and a retired document does not count. Or
    `data/coverage.yml` excludes one of the three, or its `frameworks` lack `tsc-2017`, which holds them.

    **Why it matters.** These three are why the policy exists. An assessor asks for the sentence that
    answers each; "it is spread over the document" is a finding.

    **How to fix it.** Add the id to the clause that answers it, `clause("IR-3.6", "CC7.3")`, and let that
    clause say it in one sentence. Take the exclusion out, and leave `tsc-2017` among the frameworks.

    **Protects.** CC7.3, CC7.4, CC7.5
    """
    cited = {id_ for clause in policy_clauses(case) for id_ in clause.criteria}
    document = next((d.id for d in incident_documents(case)), None)
    for id_ in EXPLICIT:
        if id_ not in cited:
            help_ = f"name {id_} in the clause() that answers it"
            yield RuleHit(policy_row(case), f"no clause of the policy cites {id_}", help_, document)
    coverage = case.book.coverage
    for row in coverage.exclusions:
        if row.requirement in EXPLICIT:
            message = f"{row.requirement} is excluded, and the policy is written for it"
            yield RuleHit(row.at("requirement"), message, "remove the exclusion", row.requirement)
    if FRAMEWORK not in coverage.frameworks:
        message = f"the frameworks lack {FRAMEWORK}, which has {', '.join(EXPLICIT)}"
        yield RuleHit(coverage.at("frameworks"), message, f"add {FRAMEWORK}", FRAMEWORK)


@rule("COV-03", "warning", "A requirement that nothing answers")
def requirement_unanswered(case: RuleInput) -> RuleHits:
    """A requirement of a framework that `data/coverage.yml` lists, of no category or of one in scope, is
    cited by no clause of the policy and by no active runbook, has no answer with a clause, a runbook or
    evidence, and is not excluded. Asked are the company's own of `data/requirements.yml` and the rows of the
    catalogue that are about responding to incidents, these unless the register names profiles without
    `incident-response`; any other may be cited, and need not be. A missing criterion is an error; a point of
    focus, or a row of another kind, is a warning.

    **Why it matters.** Criteria are required; points of focus are not, but an assessor asks about each.
    "Not for us, because" is a good answer, silence is none.

    **How to fix it.** Cite it in the clause that answers it, add an answer to `data/coverage.yml`, or exclude
    it there with the reason.

    **Protects.** CC5.3, CC7.3, CC7.4, CC7.5
    """
    book = case.book
    done = _answered(case) | {row.requirement for row in book.coverage.exclusions}
    for row in asked_requirements(book):
        in_scope = row.category is None or row.category in book.register.scope.categories
        if in_scope and row.id not in done:
            message = f"nothing answers {row.id} ({row.title}), and it is not excluded"
            help_ = "cite it in a clause, give an answer with evidence, or exclude it with a reason"
            level: SeverityOfFinding | None = "error" if row.kind == "criterion" else None
            place = row.at("id") if isinstance(row, OwnRequirement) else book.coverage.at()
            yield RuleHit(place, message, help_, row.id, level)


def _answered(case: RuleInput) -> set[str]:
    found = {id_ for clause in policy_clauses(case) for id_ in clause.criteria}
    for _, front in runbooks(case):
        found.update(front.criteria if front.status == "active" else ())
    answers = case.book.coverage.answers
    return found | {a.requirement for a in answers if a.clauses or a.runbooks or a.evidence or a.exhibits}


@rule("COV-08", "error", "An intake source is missing or leads nowhere", response=True)
def intake_incomplete(case: RuleInput) -> RuleHits:
    """`data/intake.yml` has no source for monitoring, employees, customers or vendors, told by words of its
    id or title (alerts, detection; staff, workforce, personnel; clients, users; suppliers, subprocessors);
    or a source lacks its `route`, its `triage` role or `within`.

    **Why it matters.** CC7.3 begins where an event arrives. A customer who finds a breach and has no route
    tells the press instead, and an alert that nobody triages was never seen.

    **How to fix it.** Add the source, with the route it takes, the role that judges it and how soon.

    **Protects.** CC2.2-PF-report, CC2.3-PF-inbound, CC7.2, CC7.3, CC7.3-PF02
    """
    intake = case.book.intake
    for name, known in SOURCES.items():
        if not any(known & set(re.findall("[a-z]+", f"{one.id} {one.title}".casefold())) for one in intake.sources):
            help_ = "add the source with route, triage and within"
            yield RuleHit(intake.at("sources"), f"no intake source for {name}", help_, name)
    for source in intake.sources:
        for key in ("route", "triage", "within"):
            if getattr(source, key) is None:
                yield RuleHit(source.at(), f"intake source {source.id} has no {key}", f"add {key}:", source.id)


@rule("COV-09", "warning", "The scope and the cited criteria disagree")
def category_out_of_scope(case: RuleInput) -> RuleHits:
    """A clause cites a requirement of the category availability, confidentiality, processing integrity or
    privacy while the register's `scope.categories` lacks it; or such a category is in scope and no clause
    cites anything of it. Of processing integrity nothing need be cited: no row of it is about incidents.

    **Why it matters.** What the policy claims beyond the scope is not examined, and a reader may rely on
    it. What is in scope and unanswered fails on the first day of fieldwork.

    **How to fix it.** Add or remove the category in `data/register.yml`, or the id in the clause.

    **Protects.** CC5.3, P6.6, A1.2
    """
    book = case.book
    scope = book.register.scope
    cited: set[str] = set()
    for clause in policy_clauses(case):
        for id_ in clause.criteria:
            category = book.requirement[id_].category if id_ in book.requirement else None
            if category is None:
                continue
            cited.add(category)
            if category not in scope.categories:
                message = f"{clause.id} cites {id_}, and {category} is not in scope"
                help_ = f"add {category} to scope.categories in data/register.yml, or remove {id_}"
                yield RuleHit(clause.place, message, help_, clause.id)
    for index, name in enumerate(scope.categories):
        if name in CATEGORIES and name not in cited:
            message = f"{name} is in scope, and no clause cites a requirement of it"
            help_ = "cite one in the clause that answers it, or take the category out of scope"
            yield RuleHit(scope.at("categories", index), message, help_, name)


RULES: tuple[Rule, ...] = (
    core_criterion_uncited,
    leg_missing,
    requirement_unanswered,
    requirement_unknown,
    evidence_lost,
    evidence_outside,
    control_unplanned,
    intake_incomplete,
    category_out_of_scope,
    promise_unshown,
    proof_unknown,
    number_unheld,
    control_missed,
)
