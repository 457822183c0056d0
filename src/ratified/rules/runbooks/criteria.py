"""RUN-12: from a fact of the severity levels to the runbook for it, and back."""

from __future__ import annotations

from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule
from ratified.rules.runbook_sections import USE, heading, led_by, runbooks


@rule("RUN-12", "error", "A criterion that leads to no runbook, or a runbook to no level", since="0.2.0")
def criterion_without_runbook(case: RuleInput) -> RuleHits:
    """No active runbook cites a criterion of `data/severities.yml` in its section *Use when*, and the criterion does
    not say why with `no_runbook`; or an active runbook cites there no criterion of its `default_severity`. An item that
    calls `runbook()` sends the reader on to another one, so what it cites does not count. While no runbook is active,
    RUN-08 says so.

    **Why it matters.** At night somebody ticks what they see and gets a level. If no runbook is for it, they have a
    number and no steps; if a runbook fits no level, its targets are picked by mood.

    **How to fix it.** Write into *Use when* which fact it is, with the macro `criterion("S2-C5")`. Where no runbook is
    needed, give the criterion a `no_runbook` that says why.

    **Protects.** CC7.3, CC7.4, CC7.4-PF02
    """
    active = [(page, front) for page, front in runbooks(case) if front.status == "active"]
    led = {front.id: {call.text(0) for call in led_by(page)} for page, front in active}
    anywhere = {id_ for ids in led.values() for id_ in ids}
    for level in case.book.severities.levels:
        ids = {criterion.id for criterion in level.criteria}
        for criterion in level.criteria if active else ():
            if criterion.id not in anywhere and criterion.no_runbook is None:
                what = f"no active runbook is used on {criterion.id}, {criterion.short}"
                help_ = f"cite it in {USE!r} of the runbook that is meant, or say with no_runbook why none is"
                yield hit_at(criterion, "id", what, help_)
        for page, front in active:
            place = heading(page, USE)
            if front.default_severity == level.id and ids and not ids & led[front.id] and place is not None:
                what = f"{front.id} begins at {level.id}, and {USE!r} cites no criterion of {level.id}"
                help_ = f"say there on which it is used, as one of {', '.join(sorted(ids))}, or change default_severity"
                yield RuleHit(place, what, help_, front.id)
