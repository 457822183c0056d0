"""Who is asked in which order when somebody is silent: named people, each once, by the times of the matrix."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import rows_of
from ratified.policy.roster.ladder import (
    COMMANDER_SILENT,
    LadderRole,
    LadderStep,
    commander_silent,
    people_asked,
    roles_asked,
)
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people.on_call_data import SCRIPTS, duty_data
from ratified.views.people.roster import calls_of, name_of, person_call
from ratified.views.severity.levels import level_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.severities import EscalationRow
    from ratified.views.inline import SeverityMark
    from ratified.views.page_context import PageContext
    from ratified.views.people.ways import WayLink
    from ratified.views.site_map import PageLink


@dataclass(frozen=True)
class LadderRung:
    """Somebody who is asked: a name, for which role, whether as a deputy, and the link that rings them. `after` is how
    long after the one before, empty for one who is asked at once.
    """

    name: Safe
    role: PageLink
    deputy: bool
    after: Safe
    call: WayLink | None


@dataclass(frozen=True)
class SilenceLadder:
    """Whom to ask, in order, on the day; the browser asks again of this moment. `asked` are the roles as JSON, for an
    attribute; `silent` whether whoever has the first role is the one who does not answer, `after` when that is so.
    `called` of the rungs, the first ones, have the first role in hand: they are called before anybody is silent.
    """

    rungs: tuple[LadderRung, ...]
    asked: Safe
    silent: bool
    role: PageLink
    after: Safe
    called: int


@dataclass(frozen=True)
class LadderList:
    """The ladders of the most severe level, and that of a silent commander. `data` goes into a `script` of type
    `application/json` as it is, `scripts` are addresses, to load in order.
    """

    mark: SeverityMark | None
    ladders: tuple[SilenceLadder, ...]
    as_of: Safe
    data: Safe
    scripts: tuple[Safe, ...]


def escalation_ladders(of: PageContext) -> LadderList:
    """Whom to ask by name when a role that the most severe level calls does not answer."""
    silence = commander_ladder(of)
    level = next((one for one in of.book.severities.levels if rows_of(of.book, one)), None)
    called = tuple(ladder_of(of, row) for row in rows_of(of.book, level)) if level else ()
    return LadderList(
        mark=level_head(of, level).mark if level else None,
        ladders=((silence,) if silence else ()) + called,
        as_of=escape(of.as_of),
        data=duty_data(of.book, of.as_of),
        scripts=tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def ladder_of(of: PageContext, row: EscalationRow) -> SilenceLadder:
    """Whom to ask when the role of a row of the matrix is called."""
    return _ladder(of, roles_asked(of.book, row), silent=False)


def commander_ladder(of: PageContext) -> SilenceLadder | None:
    """Whom to ask when a commander in command is silent; None where no row of the matrix leads to a commander."""
    roles = commander_silent(of.book)
    return _ladder(of, roles, silent=True) if roles else None


def _ladder(of: PageContext, roles: Sequence[LadderRole], silent: bool) -> SilenceLadder:
    steps = people_asked(of.book, roles, of.as_of, silent)
    asked = [
        [one.role, str(one.after) if one.after else None, str(one.backup) if one.backup else None] for one in roles
    ]
    limit = of.book.within(COMMANDER_SILENT) if silent else None
    return SilenceLadder(
        rungs=tuple(_rung(of, one) for one in steps),
        asked=escape(json.dumps(asked)),
        silent=silent,
        role=of.role(roles[0].role),
        after=escape(limit) if limit else NOTHING,
        called=sum(1 for _ in takewhile(lambda one: one.role == roles[0].role and not one.deputy, steps)),
    )


def _rung(of: PageContext, step: LadderStep) -> LadderRung:
    outside = of.book.outside_role.get(step.role)
    firm = escape(outside.firm) if outside else NOTHING
    calls = calls_of(of, step.role) if not step.person else ()
    return LadderRung(
        name=name_of(of, step.person) if step.person else firm,
        role=of.role(step.role),
        deputy=step.deputy,
        after=escape(step.after) if step.after else NOTHING,
        call=person_call(of, step.person) if step.person else next(iter(calls), None),
    )
