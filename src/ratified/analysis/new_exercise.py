"""The record of an exercise before it is held: what is known filled in, what is not asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Template
from typing import TYPE_CHECKING

from ratified.analysis.new_record import HOW, front, next_id, prompt, quoted, sheet
from ratified.model.exercise import PHASES, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.page import RunbookFront
    from ratified.model.prose import Page
    from ratified.policy import Book

_PHASE_OF = {
    "acknowledge": "detect",
    "name_commander": "triage",
    "escalate": "escalate",
    "decide_containment": "contain",
    "contain": "contain",
    "recover": "recover",
    "assess_notification": "notify",
    "customer_update": "notify",
}
"""The phase in which a runbook's decision is due, by the target that is its deadline."""

_INJECT_PHASES: tuple[Phase, ...] = ("triage", "contain", "notify", "recover")
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class PlannedExercise:
    """What has to be said of an exercise: what is played, when it starts (RFC 3339), and who leads it."""

    page: Page
    starts: str
    facilitator: str
    title: str | None = None


def exercise_id(book: Book, starts: str) -> str:
    """The next id of the year in which it starts."""
    return next_id("EX", datetime.fromisoformat(starts).year, 2, book.exercise)


def exercise_record(book: Book, planned: PlannedExercise) -> str:
    """The text of a record, to be kept under `data/exercises/`."""
    runbook, (scenario, injects) = front(planned.page), prompt(book, planned.page)
    starts = datetime.fromisoformat(planned.starts)
    return _RECORD.substitute(
        how=HOW,
        id=exercise_id(book, planned.starts),
        title=quoted(planned.title or f"{runbook.title} ({runbook.id})"),
        starts=planned.starts,
        ends=(starts + _QUARTER * (len(PHASES) + 2)).isoformat(timespec="minutes"),
        runbook=runbook.id,
        facilitator=planned.facilitator,
        tags=", ".join(runbook.scenario_tags),
        scenario=f"  text: {quoted(scenario)}" if scenario else "#:  text: <what happens>",
        criteria=", ".join(runbook.criteria),
        agenda="".join(_agenda(starts, runbook, len(injects))),
        injects="injects:" if injects else "#:injects:",
        played="".join(
            f"  - {{id: I{number}, phase: {_inject_phase(number)}, text: {quoted(text)}}}\n"
            for number, text in enumerate(injects, 1)
        ),
        next_inject=len(injects) + 1,
        sheet="".join(_sheet(book, runbook, starts)),
        decisions="".join(
            f"#:  - {{phase: {phase}, decision: <what was decided>, by: <person>, clause: <clause>, "
            "follows: <true or false>}\n"
            for phase in PHASES
        ),
        level=runbook.default_severity,
        clock=next(iter(runbook.notification_triggers), "<clock>"),
    )


_RECORD = Template("""\
# yaml-language-server: $$schema=../../schemas/exercise.schema.json
${how}id: $id
title: $title
status: draft  # held once it took place, closed once the report is out
kind: tabletop
starts: $starts
ends: $ends
#:mode: <in-person, remote or mixed>
runbooks: [$runbook]
facilitator: $facilitator
#:scope: <systems and vendors it crosses>
scenario:
  tags: [$tags]
$scenario
#:  why: <why our threats make it likely>
objectives:
  - {text: Decide by $runbook in every phase, criteria: [$criteria]}
agenda:
$agenda$injects
$played#:  - {id: I$next_inject, phase: escalate, text: <who cannot be reached>, takes_away: <role>}
# The sign-in sheet: whom the runbook requires. A deputy may come instead: change the person.
participants:
$sheet# At least one decision in each phase, as it is made.
#:decisions:
$decisions# Times that were taken, and one clock worked through to its due time.
#:measured:
#:  - {target: acknowledge, level: $level, took: <15m>}
#:clocks:
#:  - {clock: $clock, start: <moment>, due: <moment>}
#:strengths: [<what went well>]
#:gaps:
#:  - {text: <what did not>, action: $id-A1}
# The report, by the facilitator; somebody else approves it.
#:report:
#:  author: $facilitator
#:  issued_on: <day>
#:  approved_by: <person>
#:  approved_on: <day>
#:follow_ups:
#:  - id: $id-A1
#:    text: <what changes>
#:    kind: <preventive, detective or corrective>
#:    role: <role>
#:    owner: <person>
#:    priority: <high, medium or low>
#:    due: <day>
#:evidence:
#:  - {item: Attendance list, kind: attendance, sha256: <sha256 of the file>, location: <where>}
""")


def _agenda(starts: datetime, runbook: RunbookFront, injects: int) -> Iterator[str]:
    parts: dict[Phase, list[str]] = {phase: [] for phase in PHASES}
    for number in range(1, injects + 1):
        parts[_inject_phase(number)].append(f"inject I{number}")
    for decision in runbook.decisions:
        parts[_phase(decision.deadline)].append(decision.id)
    yield f'  - {{time: "{starts:%H:%M}", item: Rules and roles; sign in}}\n'
    for number, phase in enumerate(PHASES, 1):
        item = f"{phase.capitalize()}: {', '.join(parts[phase])}" if parts[phase] else phase.capitalize()
        yield f'  - {{time: "{starts + _QUARTER * number:%H:%M}", item: {quoted(item)}}}\n'


def _inject_phase(number: int) -> Phase:
    return _INJECT_PHASES[min(number, len(_INJECT_PHASES)) - 1]


def _phase(deadline: str) -> Phase:
    found = _PHASE_OF.get(deadline)
    return next((phase for phase in PHASES if phase == found), "review")


def _sheet(book: Book, runbook: RunbookFront, starts: datetime) -> Iterator[str]:
    for role, person, note in sheet(book, runbook.roles_required, starts.date()):
        asked = "" if person else "#:"
        yield f"  - role: {role}\n{asked}    person: {person or '<person>'}  # {note}\n#:    signed_on: <day>\n"
