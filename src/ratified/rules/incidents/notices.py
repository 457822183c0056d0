"""INC-09, 10, 11: personal data is asked about, and every clock has a decision with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.duration import Duration
from ratified.policy.notices.obligations import contract_in_force
from ratified.policy.records.statements import days, due, judged, levels, worst
from ratified.rules.incidents.stages import response_part
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.incident import Incident
    from ratified.policy import Book


@rule("INC-09", "error", "Whether data was hit is left open")
def data_left_open(case: RuleInput) -> RuleHits:
    """An incident that is declared or closed does not say under `impact.data` whether data was hit; or says that
    it was, or may have been, and the role that plays the part `privacy` (or who is next when it does not
    answer) never answered an escalation and took no part; or says that personal data was hit, and has no
    awareness timestamp, or no word on who decided it and on which facts.

    **Why it matters.** Every privacy clock hangs on this answer, and an empty field is read as a question that
    nobody asked.

    **How to fix it.** Write none, possible, confidential or personal; page the privacy role for all but none, and
    let it set the timestamp.

    **Protects.** CC7.3-PF04, CC7.4-PF14, P6.6
    """
    for incident in judged(case.book):
        impact, classification = incident.classification.impact, incident.classification
        if impact.data is None:
            place = classification.spot.keys.get("impact", incident.at("status"))
            help_ = "write none, possible, confidential or personal"
            yield RuleHit(place, f"{incident.id} does not say whether data was hit", help_, incident.id)
        elif impact.data != "none":
            yield from _privacy(case.book, incident)


def _privacy(book: Book, incident: Incident) -> RuleHits:
    impact, times, privacy = incident.classification.impact, incident.times, book.roles.parts.privacy
    rows = [row for row in book.escalation.rows if row.to == privacy]
    roles = {privacy, *(row.if_no_ack.to for row in rows if row.if_no_ack)}
    cited = {row.id for row in rows}
    told = any(
        one.answered is not None and (one.to == privacy or (one.to in roles and cited & set(one.rows)))
        for one in incident.response.escalations
    )
    if not told and not any(turn.role == privacy for turn in incident.response.roles):
        sure = "may have been" if impact.data == "possible" else "was"
        what = f"{incident.id}: data {sure} hit, and {privacy} was not told"
        yield RuleHit(impact.at("data"), what, f"enter when {privacy} was told and answered", incident.id)
    if impact.data != "personal":
        return
    if times.clocks.awareness is None and times.clocks.awareness_personal_data_affected is None:
        what = f"{incident.id}: personal data was hit, and there is no timestamp awareness"
        yield RuleHit(
            impact.at("data"), what, "add times.clocks.awareness, as the privacy role decided it", incident.id
        )
    elif times.awareness is None:
        what = f"{incident.id} does not say who decided on awareness, and on which facts"
        yield RuleHit(times.spot.key("clocks"), what, "add times.awareness: by, role and facts", incident.id)


@rule("INC-10", "error", "A clock without a decision")
def clock_undecided(case: RuleInput) -> RuleHits:
    """A clock in scope (`data/notifications.yml`, rows that bind) has no row under `notifications`, or one that
    is still `pending`; or a contract listed under `impact.contracts`, in force at the time, has none for any of
    its windows. Asked of closed incidents, and of open ones once the time their level sets for the
    assessment (`assess_notification`, from awareness) is over. An incident that hit no data, at levels that
    set no assessment, needs no rows.

    **Why it matters.** The burden of proof is ours: a notice that was not owed needs a decision as much as one
    that was. A clock that nobody looked at runs out in silence.

    **How to fix it.** Add a row for the clock: notify, not-required or pending, with the reason, who assessed it
    and when.

    **Protects.** P6.6, P6.3, CC7.4-PF12
    """
    for incident in judged(case.book):
        if not _decisions_due(case, incident):
            continue
        rows = {row.clock: row for row in incident.response.notifications}
        for scoped in case.book.notifications.in_scope:
            row = rows.get(scoped.clock)
            if row is None and scoped.binding:
                place = response_part(incident, "notifications")
                what = f"{incident.id} has no decision on {scoped.clock}"
                yield RuleHit(place, what, "add a row for it: notify, not-required or pending", incident.id)
        for one in incident.response.notifications:
            if one.decision == "pending" and incident.status == "closed":
                what = f"{incident.id} is closed, and {one.clock} is still pending"
                yield RuleHit(one.at("decision"), what, "decide it: notify or not-required", incident.id)
        yield from _contracts(case.book, incident, set(rows))


def _contracts(book: Book, incident: Incident, decided: set[str]) -> RuleHits:
    impact, start = incident.classification.impact, incident.times.stages.declared
    for index, id_ in enumerate(impact.contracts):
        contract = next((one for one in book.contracts.contracts if one.id == id_), None)
        if contract is None or start is None or not contract_in_force(contract, days(start)[0]):
            continue
        windows = {window.id for window in contract.windows}
        if windows and not windows & decided:
            what = f"{incident.id} touched {id_} and has no decision on any of its windows"
            help_ = f"add a row for {' or '.join(sorted(windows))}"
            yield RuleHit(impact.at("contracts", index), what, help_, incident.id)


def _decisions_due(case: RuleInput, incident: Incident) -> bool:
    level, aware = worst(case.book, incident), incident.times.clocks.awareness
    promised = [one.targets.assess_notification for one in levels(case.book, incident)]
    if incident.classification.impact.data == "none" and not any(isinstance(one, Duration) for one in promised):
        return False
    if incident.status == "closed":
        return True
    target = level.targets.assess_notification if level else None
    limit = due(case.book, target, aware) if aware and isinstance(target, Duration) else None
    return limit is not None and limit.on < case.as_of


@rule("INC-11", "error", "A decision not to notify without a reason or a second person")
def no_unproved(case: RuleInput) -> RuleHits:
    """A row under `notifications` that says `not-required` has no reason, does not say who assessed it, or was
    approved by nobody or by the one who assessed it.

    **Why it matters.** "We did not have to tell anyone" is a legal judgement. It is kept like a notice that was
    sent, since it will be read by somebody who thinks otherwise.

    **How to fix it.** Write the reason and the facts, and let legal counsel approve it.

    **Protects.** P6.3, P6.6
    """
    for incident in judged(case.book):
        for row in incident.response.notifications:
            if row.decision != "not-required":
                continue
            what = f"{incident.id}: the decision not to notify under {row.clock}"
            if row.reason is None:
                yield RuleHit(row.at(), f"{what} has no reason", "add reason: with the facts", incident.id)
            if row.assessed_by is None:
                yield RuleHit(row.at(), f"{what} does not say who assessed it", "add assessed_by:", incident.id)
            if row.approved_by is None:
                yield RuleHit(row.at(), f"{what} was approved by nobody", "add approved_by: somebody else", incident.id)
            elif row.approved_by == row.assessed_by:
                help_ = "let somebody else approve it"
                yield RuleHit(row.at("approved_by"), f"{what} was approved by who assessed it", help_, incident.id)
