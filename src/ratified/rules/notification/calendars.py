"""NOT-15: calendars of our own that know less than they say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratified.clock import CalendarError, UncountableError, Workdays, zone
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.calendars import Calendar, Calendars, JointCalendar


@rule("NOT-15", "error", "A calendar with unknown holidays")
def calendar_unknown(case: RuleInput) -> RuleHits:
    """A calendar of `data/calendars.yml` is for a country, or for a part of one, that the `holidays` library lacks; it
    names no `subdivision` though no part of its country has the holidays of the whole (Germany, Spain, Canada); its
    `valid_through` is past the last year that the library knows; or its `zone` is no time zone. Or one of `joint` names
    a calendar that neither the file nor the catalogue has: it may not name another of `joint`.

    Countries that make Saturdays working days by a decree for each year (China, Hungary, Vietnam) are known until the
    last year whose decree the library has.

    **Why it matters.** A working day that is taken for a holiday makes a notice a day late. What nobody knows yet must
    not be counted as if it were known.

    **How to fix it.** Name the `subdivision` whose holidays count. Move `valid_through` back, or upgrade the package
    `holidays` when the next year has been announced.

    **Protects.** CC7.4-PF12, P6.6
    """
    file = case.book.calendars
    plain = {one.id for one in (*file.calendars, *case.book.clock_catalogue.calendars)}
    for joint in file.joint:
        for index, id_ in enumerate(joint.all_of):
            if id_ not in plain:
                what = f"calendar {joint.id} is made of {id_!r}, which {_nowhere(file, id_)}"
                yield RuleHit(joint.at("all_of", index), what, "name calendars of data/calendars.yml", joint.id)
    for calendar in file.calendars:
        yield from _holidays(calendar)
        yield from _zone(calendar)
    for joint in file.joint:
        yield from _zone(joint)


def _zone(calendar: Calendar | JointCalendar) -> RuleHits:
    try:
        zone(calendar.zone)
    except UncountableError as error:
        yield hit_at(calendar, "zone", f"calendar {calendar.id}: {error}", "write a zone such as Europe/Dublin")


def _nowhere(file: Calendars, id_: str) -> str:
    made = any(one.id == id_ for one in file.joint)
    return "is made of others itself" if made else "data/calendars.yml does not have"


def _holidays(calendar: Calendar) -> RuleHits:
    try:
        known = Workdays(calendar, calendar.valid_through).known_years
    except CalendarError as error:
        help_ = "write country: by its two letters, and subdivision: where holidays differ inside of it"
        yield hit_at(calendar, "subdivision" if calendar.subdivision else "country", f"{calendar.id}: {error}", help_)
        return
    if calendar.valid_through > date(known[-1], 12, 31):
        what = f"calendar {calendar.id} says that it holds through {calendar.valid_through}, and the public holidays of"
        known_to = f"{what} {calendar.country} are known to the end of {known[-1]}"
        yield hit_at(calendar, "valid_through", known_to, "move it back, or upgrade the package holidays")
