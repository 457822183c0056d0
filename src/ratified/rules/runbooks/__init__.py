"""RUN: runbooks that somebody can follow at two in the morning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.policy.roster.holders import every_role
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, hit_at, rule
from ratified.rules.runbook_sections import FIRST, HEADINGS, VALIDATE, filled, heading, runbooks
from ratified.rules.runbooks import age
from ratified.rules.runbooks.common_steps import common_step_again
from ratified.rules.runbooks.criteria import criterion_without_runbook
from ratified.rules.runbooks.references import reference_to_nothing
from ratified.rules.runbooks.steps import credentials_not_rotated, destroyed_before_capture

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ratified.model.page import RunbookFront
    from ratified.model.prose import MacroCall, Page, TextBlock

MOST_STEPS = 10
"""More steps than this do not fit into the first quarter of an hour."""


@rule("RUN-01", "error", "A runbook without its fixed sections")
def section_missing(case: RuleInput) -> RuleHits:
    """A runbook lacks one of its second-level headings, leaves one empty, has one twice or has them out of
    order. The order: Use when, First 15 minutes, Preserve evidence, Contain, Eradicate, Recover, Validate
    before return, Decisions, Notify, Communicate, Close and review, Common mistakes, Exercise prompt. A
    macro call alone fills a section. Retired runbooks are left alone.

    **Why it matters.** A responder who knows one runbook knows where to look in all of them. CC7.4 and
    CC7.5 are graded by these steps, and a missing one reads as a step that nobody does.

    **How to fix it.** Add the heading in its place with at least one sentence. Where there is nothing to do,
    say so and why.

    **Protects.** CC7.4, CC7.4-PF02, CC7.4-PF04, CC7.5, CC7.5-PF01
    """
    for page, front in runbooks(case):
        for name in HEADINGS:
            place = heading(page, name)
            if place is None:
                yield RuleHit(Place(page.path), f"{front.id} has no section {name!r}", f"add '## {name}'", front.id)
            elif not filled(page, name):
                help_ = "write what to do, or that there is nothing to do and why"
                yield RuleHit(place, f"{front.id}: section {name!r} is empty", help_, front.id)
        yield from _disorder(page, front.id)


def _disorder(page: Page, runbook_id: str) -> RuleHits:
    latest = -1
    for found in page.headings:
        if found.level == 2 and found.text in HEADINGS:
            index = HEADINGS.index(found.text)
            if index == latest:
                message = f"{runbook_id}: section {found.text!r} appears twice"
                yield RuleHit(found.place, message, "merge the two", runbook_id)
            elif index < latest:
                message = f"{runbook_id}: section {found.text!r} comes after {HEADINGS[latest]!r}"
                yield RuleHit(found.place, message, f"move it before {HEADINGS[latest]!r}", runbook_id)
            latest = max(latest, index)


@rule("RUN-02", "error", "The first 15 minutes cannot be followed")
def first_steps(case: RuleInput) -> RuleHits:
    """The section *First 15 minutes* of a runbook has no numbered step, or more than ten; nested steps
    count.

    **Why it matters.** Prose is not read at two in the morning, and a list of fifteen is not finished in a
    quarter of an hour. What is lost then, such as memory, logs and money, is not won back later.

    **How to fix it.** Write at most ten numbered steps, one act a step. Move the rest to *Contain* or
    *Preserve evidence*.

    **Protects.** CC7.4, CC7.4-PF02
    """
    for page, front in runbooks(case):
        steps = page.steps(FIRST)
        place = heading(page, FIRST)
        if place is not None and not steps and filled(page, FIRST):
            yield RuleHit(place, f"{front.id}: {FIRST!r} has no numbered step", "number the steps: 1. 2. 3.", front.id)
        if len(steps) > MOST_STEPS:
            message = f"{front.id}: {FIRST!r} has {len(steps)} steps, more than {MOST_STEPS}"
            yield RuleHit(steps[MOST_STEPS].place, message, "move this step and the next to a later section", front.id)


@rule("RUN-03", "warning", "A step without an owner")
def step_without_role(case: RuleInput) -> RuleHits:
    """A numbered step of a runbook calls no `role()`, or calls one that the runbook's `roles_required` lacks.
    A title typed by hand does not count.

    **Why it matters.** "Revoke the sessions" is done twice or not at all when five people are on the call.
    The first question of a review is who was in charge of it.

    **How to fix it.** Begin the step with `role("operations-lead")` or whose it is, and a colon; list every
    role that a step calls in `roles_required`.

    **Protects.** CC7.4-PF01, CC7.4-PF02
    """
    known = {role.id for role in every_role(case.book)}
    for page, front in runbooks(case):
        for block in page.blocks:
            if block.step:
                yield from _roles_of(block, [c for c in page.calls_in(block) if c.name == "role"], front, known)


def _roles_of(step: TextBlock, calls: Sequence[MacroCall], front: RunbookFront, known: Collection[str]) -> RuleHits:
    where = f"{front.id}: step {step.step} of {step.section!r}"
    if not calls:
        yield RuleHit(step.place, f"{where} names no role", 'begin it with the macro role("...") and a colon', front.id)
    for call in calls:
        id_ = call.text(0)
        if id_ in known and id_ not in front.roles_required:
            message = f"{where} calls {id_}, which roles_required lacks"
            yield RuleHit(call.place, message, f"add {id_} to roles_required, or name a role of it", id_)


@rule("RUN-05", "error", "Nothing is validated before return to production")
def not_validated(case: RuleInput) -> RuleHits:
    """A runbook's front matter has no `validation`, or its section *Validate before return* has no numbered
    step.

    **Why it matters.** CC7.5 asks for recovery that is known to have worked. A system that comes back
    unchecked often comes back with the intruder, and the second outage is harder to explain.

    **How to fix it.** List in `validation` what must be shown and which role signs it, and number the steps
    that show it.

    **Protects.** CC7.5, CC7.5-PF01
    """
    for page, front in runbooks(case):
        if not front.validation:
            help_ = "list each check with its owner_role"
            yield hit_at(front, "validation", f"{front.id} has no validation", help_)
        place = heading(page, VALIDATE)
        if place is not None and not page.steps(VALIDATE) and filled(page, VALIDATE):
            help_ = "number the steps that show the system is sound"
            yield RuleHit(place, f"{front.id}: {VALIDATE!r} has no numbered step", help_, front.id)


@rule("RUN-08", "error", "A scenario without a runbook")
def scenario_uncovered(case: RuleInput) -> RuleHits:
    """A scenario of the register's `scope.scenarios` is in the `scenario_tags` of no active runbook. A tag that is
    no scenario of the scope is a warning at the tag.

    **Why it matters.** The register says that we prepared for it. Without a runbook that claim is empty,
    and the first responder to meet the scenario improvises.

    **How to fix it.** Write the runbook, make a draft `active`, add the tag to the runbook that covers it, or
    take the scenario out of scope. Correct the tag, or put its scenario into scope.

    **Protects.** CC7.4, CC7.5, CC9.1
    """
    covered = {tag for _, front in runbooks(case) if front.status == "active" for tag in front.scenario_tags}
    scope = case.book.register.scope
    for index, scenario in enumerate(scope.scenarios):
        if scenario not in covered:
            help_ = f"write one, or add {scenario} to the scenario_tags of the one that covers it"
            yield RuleHit(scope.at("scenarios", index), f"no active runbook covers {scenario}", help_, scenario)
    for _, front in runbooks(case):
        for index, tag in enumerate(front.scenario_tags):
            if tag not in scope.scenarios:
                message = f"{front.id} is tagged {tag}, which is no scenario in scope"
                help_ = "use one of scope.scenarios in data/register.yml, or add it there"
                yield RuleHit(front.at("scenario_tags", index), message, help_, front.id, "warning")


RULES: tuple[Rule, ...] = (
    section_missing,
    first_steps,
    step_without_role,
    reference_to_nothing,
    not_validated,
    destroyed_before_capture,
    age.review_old,
    scenario_uncovered,
    credentials_not_rotated,
    age.clause_moved_on,
    criterion_without_runbook,
    common_step_again,
)
