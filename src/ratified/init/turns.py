"""Who is on call and who commands, week by week, by the answers: `data/oncall.yml`."""

from __future__ import annotations

from datetime import timedelta
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.new_record import quoted
from ratified.init.follow_the_sun import shared_day
from ratified.init.roster import SCHEMA
from ratified.init.yaml_text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ratified.init.roster import RoleHolders
    from ratified.model.answers import Answers

_PAGING = "    backup_after: 5m\n    if_no_ack: {after: 5m, to: incident-commander}\n"
_MOST_TURNS = 24
"""Longer patterns nobody reads; where more would be needed the commanders simply take turns."""


class _FirstLine(NamedTuple):
    """A rotation of the first responder: id, who takes turns, when it hands over, and what else is written."""

    id: str
    people: tuple[str, ...]
    time: str
    more: str


def on_call_file(answers: Answers, held: Iterable[RoleHolders], day: date) -> str:
    """`data/oncall.yml`: who is on call, week by week from the Monday before, and who commands. Offices far from each
    other share the day.
    """
    holders = {one.role: one.people for one in held}
    commanders = holders["incident-commander"]
    lines = _spread(_lines(answers, holders["on-call-engineer"], day), commanders)
    zone = quoted(answers.offices[0].zone)
    rows = [SCHEMA.format("oncall")]
    if len(lines) > 1:
        rows.append(f"# Offices share the day. All hours are those of {zone}, so that they meet in every week.\n")
    rows.append("rotations:\n")
    begins = (zone, day - timedelta(days=day.weekday()))
    for line in lines:
        rows += _rotation(line, "on-call-engineer", begins, line.people, line.people)
    commander = _FirstLine("commander", commanders, min(line.time for line in lines), "")
    turns = _apart([line.people for line in lines], commanders)
    return "".join((*rows, *_rotation(commander, "incident-commander", begins, turns, commanders)))


def _lines(answers: Answers, people: tuple[str, ...], day: date) -> list[_FirstLine]:
    found = []
    for one in shared_day(answers, people, day):
        start = f"{one.start:02}:00"
        hours = f'    hours: [{{from: "{start}", to: "{one.end:02}:00"}}]\n'
        id_ = f"first-line-{one.zone.rpartition('/')[2].lower().replace('_', '-')}"
        found.append(_FirstLine(id_, one.people, start, hours + _PAGING))
    return found or [_FirstLine("first-line", people, "10:00", _PAGING)]


def _spread(lines: Sequence[_FirstLine], commanders: Sequence[str]) -> list[_FirstLine]:
    """Each line begins with somebody else where that keeps a commander free in more weeks."""
    found = list(lines[:1])
    for line in lines[1:]:
        orders = [(*line.people[first:], *line.people[:first]) for first in range(len(line.people))]
        before = [one.people for one in found]
        found.append(line._replace(people=min(orders, key=lambda order: _taken([*before, order], commanders))))
    return found


def _taken(lines: Sequence[tuple[str, ...]], commanders: Sequence[str]) -> int:
    """In how many weeks everybody who commands is the first to be paged by one of the lines."""
    weeks = range(lcm(*map(len, lines)))
    return sum({*commanders} <= {line[week % len(line)] for line in lines} for week in weeks)


def _apart(lines: Sequence[tuple[str, ...]], commanders: tuple[str, ...]) -> tuple[str, ...]:
    """Who commands, turn by turn: nobody in a week in which they are the first to be paged, where another can."""
    turns = lcm(*map(len, lines), len(commanders))
    if turns > _MOST_TURNS or not {one for line in lines for one in line} & {*commanders}:
        return commanders
    found: list[str] = []
    for turn in range(turns):
        paged = {line[turn % len(line)] for line in lines}
        behind = commanders.index(found[-1]) + 1 if found else 0
        order = (*commanders[behind:], *commanders[:behind])
        found.append(next((one for one in order if one not in paged), order[0]))
    return tuple(found)


def _rotation(
    line: _FirstLine, role: str, begins: tuple[str, date], turns: Sequence[str], people: Sequence[str]
) -> list[str]:
    """A rotation in a zone from a Monday on: whoever comes behind somebody in the order of `people` is their backup."""
    zone, monday = begins
    rows = [f"  - id: {line.id}\n", f"    role: {role}\n", f"    zone: {zone}\n", f"    starts: {monday}\n"]
    rows += [f'    handover: {{day: monday, time: "{line.time}"}}\n', "    shift: 7d\n", line.more]
    pairs = [(one, people[(people.index(one) + 1) % len(people)]) for one in turns]
    seats = [f"{{primary: {one}, backup: {two}}}" if one != two else f"{{primary: {one}}}" for one, two in pairs]
    return [*rows, *listed("    pattern", seats, indent=6)]
