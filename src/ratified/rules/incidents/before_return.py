"""INC-41: what returned before its checks had passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.records.statements import at, judged
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import Incident


@rule("INC-41", "error", "A return before its checks had passed", since="0.2.0")
def returned_before_checks(case: RuleInput) -> RuleHits:
    """An incident says when systems returned to production (`returned`), and a check under `validation` passed for the
    first time after that, or the timestamp validated is later. The latest of them is named. A return in `reduced` form
    is left alone, and so is a check that had passed before and was made again.

    **Why it matters.** A check that comes after the return protects nobody: customers were let in on a belief. Beside a
    commitment to check first, the two timestamps are all that an assessor needs.

    **How to fix it.** Where a moment is wrong, correct it by the log. Where the return came first, enter it with
    `reduced` and what was missing if that was accepted, or a deviation, and waive this with its reason.

    **Protects.** CC7.5, CC7.5-PF01, CC7.4-PF05
    """
    for incident in judged(case.book):
        returned = incident.response.returned
        if returned is None or returned.reduced is not None:
            continue
        late = [one for one in _needed(incident) if at(one[0]) > at(returned.at_)]
        if late:
            moment, name = max(late, key=lambda one: at(one[0]))
            what = f"{incident.id} returned at {returned.at_}, and {name} is of {moment}"
            help_ = "correct the moment by the log; a return in reduced form says under reduced: what was missing"
            yield RuleHit(returned.at("at"), what, help_, incident.id)


def _needed(incident: Incident) -> Iterator[tuple[str, str]]:
    """What has to come before a return: when, and what it is."""
    first: dict[str, str] = {}
    for check in incident.response.validation:
        if check.result == "passed" and (check.check not in first or at(check.at_) < at(first[check.check])):
            first[check.check] = check.at_
    for text, moment in first.items():
        yield moment, f"the check {text!r}"
    if incident.times.stages.validated is not None:
        yield incident.times.stages.validated, "validated"
