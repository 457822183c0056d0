"""SEV: severity levels. Criteria that state facts, a target for every promise, order from level to level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import Workdays, surely_outlasts
from ratified.model.duration import Duration
from ratified.model.plurals import counted
from ratified.model.severities import TARGETS, Anchor, SeverityLevel, Target
from ratified.policy.notices.audiences import workdays
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, hit_at, lacking, rule
from ratified.rules.severities.criteria import level_without_fact
from ratified.rules.severities.practice import acknowledged_too_soon, target_not_kept
from ratified.rules.severities.typed_numbers import number_typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.place import Place
    from ratified.policy import Book

ANYWHERE: tuple[Anchor, ...] = ("exfiltration", "outage", "personal-data")
AT_THE_TOP: tuple[Anchor, ...] = ("confidentiality", "integrity", "availability", "privacy")

FIRST_SEVEN = ("acknowledge", "name_commander", "escalate", "contain", "update", "recover", "review")
"""The targets every level promises, or says `none` to."""


@rule("SEV-02", "error", "No criterion for a kind of harm")
def anchor_missing(case: RuleInput) -> RuleHits:
    """No criterion of any level covers exfiltration, an outage or personal data; or none of the most severe
    level covers confidentiality, integrity, availability or privacy. `covers` of the criteria decides.

    **Why it matters.** These are the harms every customer asks about first. Where no criterion names one, it
    gets its severity by argument, in the middle of the incident.

    **How to fix it.** Add the criterion, or name what an existing one covers in its `covers`.

    **Protects.** CC7.3, CC7.3-PF03, A1.2
    """
    severities = case.book.severities
    covered = {anchor for level in severities.levels for c in level.criteria for anchor in c.covers}
    for anchor in ANYWHERE:
        if anchor not in covered:
            help_ = f"add a criterion, or add {anchor} to the covers of the one that means it"
            yield RuleHit(severities.at("levels"), f"no criterion of any level covers {anchor}", help_)
    for top in severities.levels[:1]:
        covered = {anchor for c in top.criteria for anchor in c.covers}
        for anchor in AT_THE_TOP:
            if anchor not in covered:
                what = f"no criterion of {top.id}, the most severe level, covers {anchor}"
                yield hit_at(top, "criteria", what, f"say which loss of {anchor} makes it {top.id}")


@rule("SEV-03", "error", "A target is missing")
def target_missing(case: RuleInput) -> RuleHits:
    """A level gives no value for one of acknowledge, name_commander, escalate, contain, update, recover and
    review. `none` is a value: it says that there is no target, on purpose.

    **Why it matters.** What has no time cannot be late, so it cannot be tested either. An assessor asks for
    the target of the sampled incident's level, whichever level that is.

    **How to fix it.** Write the time you can keep under `targets`, or `none`.

    **Protects.** CC7.4, CC7.4-PF06
    """
    for level in case.book.severities.levels:
        missing = lacking(level.targets, FIRST_SEVEN)
        if missing:
            what = f"{level.id} has no target for {', '.join(missing)}"
            yield hit_at(level, "targets", what, "write a time you can keep, or none")


@rule("SEV-04", "error", "A less severe level has the tighter target")
def target_upside_down(case: RuleInput) -> RuleHits:
    """A target of a level is tighter than the same target of the next more severe level that gives one:
    its longest elapsed time is below the other's shortest (a business day lasts at least 24 hours, at most
    what weekends and the calendar's holidays make of it; a month 28 to 31 days). `none` is the loosest.

    **Why it matters.** A responder who raises the severity would gain time by it. One of the two numbers is
    a slip, and the record of a real incident will be held against it.

    **How to fix it.** Loosen this target, or tighten the one of the level above.

    **Protects.** CC7.3-PF03, CC7.4-PF07
    """
    count = workdays(case.book, case.as_of)
    for name in TARGETS:
        above: tuple[SeverityLevel, Target] | None = None
        for level in case.book.severities.levels:
            here: Target | None = getattr(level.targets, name)
            if here is None:
                continue
            if above and _tighter(here, above[1], count):
                what = f"{name} of {level.id} is {here}, tighter than {above[1]} of {above[0].id}"
                help_ = f"make {name} of {level.id} as long as that of {above[0].id} or longer"
                yield RuleHit(level.targets.at(name), what, help_, level.id)
            above = level, here


def _tighter(here: Target, above: Target, count: Workdays | None) -> bool:
    if isinstance(here, str) or isinstance(above, str):
        return isinstance(above, str) and not isinstance(here, str)
    return surely_outlasts(above, here, count)


@rule("SEV-06", "warning", "No rule for a tie or for doubt")
def tie_not_broken(case: RuleInput) -> RuleHits:
    """`data/severities.yml` lacks `tie_break: highest-match-wins` or `when_unsure: higher`.

    **Why it matters.** Real incidents match criteria of two levels, and at first nobody is sure. Without a
    rule the lower level wins, since it is the quieter one.

    **How to fix it.** Write both keys at the top of the file, and say them in a clause.

    **Protects.** CC7.3, CC7.4-PF07
    """
    severities = case.book.severities
    if severities.tie_break is None:
        what = "no tie_break: nothing says which level counts when criteria of two levels are met"
        yield RuleHit(severities.at(), what, "add tie_break: highest-match-wins")
    if severities.when_unsure is None:
        what = "no when_unsure: nothing says what a responder in doubt sets"
        yield RuleHit(severities.at(), what, "add when_unsure: higher")


@rule("SEV-07", "error", "Business days without a calendar")
def calendar_missing(case: RuleInput) -> RuleHits:
    """A target, a `within` or an `after` is counted in business days, and `calendar` of
    `data/severities.yml` is missing or names none of `data/calendars.yml`.

    **Why it matters.** "Two business days" over a holiday has no meaning until somebody says whose holidays
    count, so nobody can show that the target was met.

    **How to fix it.** Add the calendar to `data/calendars.yml` and name it in `data/severities.yml`.

    **Protects.** CC7.4, CC7.4-PF07
    """
    named = case.book.severities.calendar
    found = [f"{name} ({place})" for name, length, place in _times(case.book) if length.business_days]
    if found and named not in case.book.calendar:
        times = counted(len(found), "time is", "times are")
        calendar = f"the calendar {named!r} is unknown" if named else "no calendar is named"
        what = f"{times} counted in business days, first {found[0]}, but {calendar}"
        help_ = "name a calendar of data/calendars.yml under calendar:"
        yield RuleHit(case.book.severities.at("calendar"), what, help_)


def _times(book: Book) -> Iterator[tuple[str, Duration, Place]]:
    for level in book.severities.levels:
        for name in TARGETS:
            target: Target | None = getattr(level.targets, name)
            if isinstance(target, Duration):
                yield f"{name} of {level.id}", target, level.targets.at(name)
    rows, sources, limits = book.escalation.rows, book.intake.sources, book.limits.limits
    waits = [(row.id, row.if_no_ack.after, row.if_no_ack.at("after")) for row in rows if row.if_no_ack]
    spans = [(row.id, row.within, row.at("within")) for row in rows]
    spans += [(source.id, source.within, source.at("within")) for source in sources]
    spans += [(limit.id, limit.within, limit.at("within")) for limit in limits]
    yield from waits
    yield from ((id_, length, place) for id_, length, place in spans if length)


RULES: tuple[Rule, ...] = (
    level_without_fact,
    anchor_missing,
    target_missing,
    target_upside_down,
    number_typed,
    tie_not_broken,
    calendar_missing,
    acknowledged_too_soon,
    target_not_kept,
)
