"""NOT-02 to NOT-05: what we promise against what law and contracts ask, and when the clocks start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import Workdays, clock_effective, clock_length, later_stamp, may_outlast, stamp_order
from ratified.policy.notices.audiences import workdays
from ratified.policy.notices.obligations import Obligation, law_in_scope, obligations, promises
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.duration import Duration
    from ratified.model.notifications import Clock, Commitment, ScopedClock
    from ratified.model.place import Place
    from ratified.policy import Book

_DEMANDS_72_HOURS = {"eu": "eu-gdpr-33", "uk": "uk-gdpr-33"}


def gdpr(clock_id: str) -> bool:
    """Whether a clock is one of the GDPR's, of the Union or of the United Kingdom."""
    return clock_id.startswith(("eu-gdpr-", "uk-gdpr-"))


def gdpr_authority(book: Book) -> bool:
    """Whether a GDPR notice to an authority is in scope, so that the commitment to authorities is one too."""
    return any(clock.audience == "authority" for row, clock in book.scoped_clocks if gdpr(row.clock))


@rule("NOT-02", "error", "A contract is stricter than our commitment")
def contract_tighter(case: RuleInput) -> RuleHits:
    """For an audience, a commitment can end later than the window of a contract in force allows: its longest
    elapsed time is more than the window's shortest (a business day lasts at least 24 hours, at most what
    weekends and holidays make of it), or it starts from a later timestamp. The same holds for the `within` of a
    row in scope where law gives no figure or leaves it to the contract; a GDPR row is not held against a
    contract without personal data. Found at our commitment and at the contract. An audience with a contract and
    no commitment at all is found too.

    **Why it matters.** We would keep our own policy and break the contract. A customer's 24 hours are not
    moved by a policy that says 48.

    **How to fix it.** Shorten the commitment in `data/notifications.yml`, or renegotiate the contract.

    **Protects.** CC2.3, CC7.4-PF12, P6.6
    """
    book, day = case.book, case.as_of
    audiences = {window.audience for contract in book.contracts.contracts for window in contract.windows}
    for audience in sorted(audiences):
        asked = [o for o in obligations(book, audience, day) if o.kind != "law"]
        promised = promises(book, audience)
        if asked and not promised:
            what = f"{asked[0].source} asks for {asked[0]}, and nothing commits us to tell {audience}"
            help_ = f"add a commitment with audience: {audience}"
            yield RuleHit(asked[0].place, what, help_, asked[0].id)
        pairs = [(ours, theirs) for ours in promised for theirs in asked if _comparable(book, ours, theirs)]
        yield from _too_late(pairs, workdays(book, day))


def _comparable(book: Book, ours: Obligation, theirs: Obligation) -> bool:
    """Whether both speak of the same data: a number for a GDPR clock says nothing of a contract without any."""
    personal = any(one.personal_data for one in book.contracts.contracts if one.id == theirs.source)
    return personal or not gdpr(ours.id)


def _too_late(all_pairs: Sequence[tuple[Obligation, Obligation]], count: Workdays | None) -> RuleHits:
    pairs = [(ours, theirs) for ours, theirs in all_pairs if _breaks(ours, theirs, count)]
    for ours in dict.fromkeys(ours for ours, _ in pairs):
        broken = [f"{theirs.source} asks for {theirs} ({_at(theirs.place)})" for one, theirs in pairs if one is ours]
        what = f"{ours.id} commits to {ours}, but {', and '.join(broken)}"
        yield RuleHit(ours.place, what, "commit to no longer than the strictest contract gives", ours.id)
    for theirs in dict.fromkeys(theirs for _, theirs in pairs):
        late = [f"{ours.id} commits to {ours} ({_at(ours.place)})" for ours, one in pairs if one is theirs]
        what = f"{theirs.source} asks for {theirs}, but {', and '.join(late)}"
        yield RuleHit(theirs.place, what, "tighten the commitment, or renegotiate this window", theirs.id)


def _breaks(ours: Obligation, theirs: Obligation, count: Workdays | None) -> bool:
    if ours.within is None or theirs.within is None:
        return False
    return may_outlast(ours.within, theirs.within, count) or later_stamp(ours.starts, theirs.starts)


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}"


@rule("NOT-03", "error", "The law is stricter than our commitment")
def law_tighter(case: RuleInput) -> RuleHits:
    """The `within` of a row in scope, or a commitment to the same audience, can last longer than the window
    of a clock in scope that binds on the day; or a row starts from a later timestamp than its clock. Clocks with
    no fixed figure, and those that leave it to a contract, give no number. A commitment can also last longer
    than the `within` of a row in scope for its audience (one that does not start later), or start from a later
    timestamp than that row or its clock. Also: `scope.personal_data` of the register holds `eu` or `uk`, and the
    72-hour clock `eu-gdpr-33` or `uk-gdpr-33` is not in scope.

    **Why it matters.** A team that keeps such a policy to the letter breaks the law, and the policy proves
    that it was planned.

    **How to fix it.** Shorten the number to what the law gives, or less; put the missing clock in scope.

    **Protects.** P6.6, CC7.3-PF05, CC7.4-PF12
    """
    book, count = case.book, workdays(case.book, case.as_of)
    for row, clock in law_in_scope(book, case.as_of):
        given = clock_length(clock)
        if row.within and given and may_outlast(row.within, given, count):
            what = f"{row.clock} is to be notified within {row.within}, but {clock.regime} gives {given}"
            yield RuleHit(row.at("within"), what, f"write {given} or less", row.clock)
        if later_stamp(row.starts, clock.trigger) and not gdpr(row.clock):
            what = f"{row.clock} starts at {row.starts}, but {clock.regime} starts at {clock.trigger}"
            yield RuleHit(row.at("starts"), what, f"write starts: {clock.trigger}", row.clock)
        if given:
            yield from _commitments_over(book, row, clock, given, count)
    for row, clock in book.scoped_clocks:
        if row.binding and clock_effective(clock, case.as_of):
            for one in book.notifications.commitments:
                if one.audience == clock.audience:
                    yield from _against_row(one, row, clock, count)
    yield from _missing_72_hours(book)


def _commitments_over(book: Book, row: ScopedClock, clock: Clock, given: Duration, count: Workdays | None) -> RuleHits:
    for one in book.notifications.commitments:
        if one.audience == clock.audience and may_outlast(one.within, given, count):
            what = f"{one.id} commits to {one.within}, but {clock.regime} ({row.clock}) gives {given}"
            yield hit_at(one, "within", what, f"write {given} or less")


def _against_row(one: Commitment, row: ScopedClock, clock: Clock, count: Workdays | None) -> RuleHits:
    """One of our promises against another: what a commitment says, and what the row of a clock does."""
    starts = min((row.starts, clock.trigger), key=stamp_order)
    if later_stamp(one.starts, starts) and not (gdpr(row.clock) and one.audience == "authority"):
        what = f"{one.id} starts at {one.starts}, but {row.clock} ({_at(row.at('clock'))}) starts at {starts}"
        yield hit_at(one, "starts", what, f"write starts: {starts}, or an earlier timestamp")
    law = clock_length(clock) if clock.status != "per_contract" else None
    if law and may_outlast(one.within, law, count):
        return
    if row.within and not later_stamp(starts, one.starts) and may_outlast(one.within, row.within, count):
        what = f"{one.id} commits to {one.within}, but {row.clock} ({_at(row.at('clock'))}) says {row.within}"
        yield hit_at(one, "within", what, f"write {row.within} or less")


def _missing_72_hours(book: Book) -> RuleHits:
    scope = book.register.scope
    in_scope = {*scope.regimes, *(row.clock for row in book.notifications.in_scope)}
    for index, people in enumerate(scope.personal_data):
        clock = _DEMANDS_72_HOURS.get(people)
        if clock and clock not in in_scope:
            what = f"personal data of {people.upper()} people is in scope, but the 72-hour clock {clock} is not"
            yield RuleHit(
                scope.at("personal_data", index),
                what,
                f"add {clock} to scope.regimes and to data/notifications.yml",
                clock,
            )


@rule("NOT-04", "error", "A GDPR clock that does not start at awareness")
def start_after_awareness(case: RuleInput) -> RuleHits:
    """A row in scope or a clock of our own whose id begins with `eu-gdpr-` or `uk-gdpr-` starts at anything
    but `awareness`; or a commitment to authorities does, while a GDPR notice to an authority is in scope.

    **Why it matters.** The 72 hours run from reasonable certainty that personal data was compromised (EDPB
    Guidelines 9/2022), not from the end of the investigation, which a slow team could put off for weeks.

    **How to fix it.** Write `starts: awareness`, and keep the timestamp of awareness apart from all others.

    **Protects.** P6.6, CC7.3-PF04, CC7.4-PF14
    """
    data, help_ = case.book.notifications, "write awareness"
    for row in data.in_scope:
        if gdpr(row.clock) and row.starts not in {None, "awareness"}:
            what = f"{row.clock} starts at {row.starts!r}; a GDPR clock starts at awareness"
            yield RuleHit(row.at("starts"), what, help_, row.clock)
    for clock in data.clocks:
        if gdpr(clock.id) and clock.trigger not in {None, "awareness"}:
            what = f"{clock.id} starts at {clock.trigger!r}; a GDPR clock starts at awareness"
            yield hit_at(clock, "trigger", what, help_)
    for one in data.commitments:
        if one.audience == "authority" and one.starts != "awareness" and gdpr_authority(case.book):
            what = f"{one.id} starts at {one.starts!r}; notice to a GDPR authority starts at awareness"
            yield hit_at(one, "starts", what, help_)


@rule("NOT-05", "error", "A clock in hours that waits for a working day")
def hours_rolled(case: RuleInput) -> RuleHits:
    """A clock in scope, or one of our own, counts hours and has a `roll` other than `none`. The row's own
    `roll` decides where it has one.

    **Why it matters.** Regulation 1182/71 moves the end of a period to the next working day only where the
    period is *not* expressed in hours. 72 hours from Friday afternoon end on Monday afternoon.

    **How to fix it.** Write `roll: none`. The lenient reading may be noted; nobody may plan by it.

    **Protects.** P6.6, CC7.4-PF12
    """
    in_scope = {row.clock for row in case.book.notifications.in_scope}
    rolled = [(clock, row.roll or clock.roll, row.at("roll")) for row, clock in case.book.scoped_clocks]
    own = [clock for clock in case.book.notifications.clocks if clock.id not in in_scope]
    rolled += [(clock, clock.roll, clock.at("roll")) for clock in own]
    for clock, roll, place in rolled:
        if clock.window and clock.window.unit == "hours" and roll not in {None, "none"}:
            what = f"{clock.id} counts {clock.window.n} hours and rolls: {roll}"
            yield RuleHit(place, what, "write roll: none; hours run through weekends and holidays", clock.id)
