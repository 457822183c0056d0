"""The record of an exercise before it is held: what is known filled in, what is not asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ratified.analysis.new_record import HOW, asked, front, next_id, prompt, quoted, row, sheet
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


@dataclass(frozen=True, slots=True)
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
    return (
        "\n".join((*_head(book, planned), *_plan(book, planned), *_sheet(book, planned), *_after(book, planned))) + "\n"
    )


def _head(book: Book, planned: PlannedExercise) -> Iterator[str]:
    runbook, starts = front(planned.page), datetime.fromisoformat(planned.starts)
    yield "# yaml-language-server: $schema=../../schemas/exercise.schema.json"
    yield from HOW
    yield f"id: {exercise_id(book, planned.starts)}"
    yield f"title: {quoted(planned.title or f'{runbook.title} ({runbook.id})')}"
    yield "status: draft  # held once it took place, closed once the report is out"
    yield "kind: tabletop"
    yield f"starts: {planned.starts}"
    yield f"ends: {(starts + _QUARTER * (len(PHASES) + 2)).isoformat(timespec='minutes')}"
    yield from asked(["mode: <in-person, remote or mixed>"])
    yield f"runbooks: [{runbook.id}]"
    yield f"facilitator: {planned.facilitator}"
    yield from asked(["scope: <systems and vendors it crosses>"])


def _plan(book: Book, planned: PlannedExercise) -> Iterator[str]:
    runbook, (scenario, injects) = front(planned.page), prompt(book, planned.page)
    yield "scenario:"
    yield f"  tags: [{', '.join(runbook.scenario_tags)}]"
    yield from [f"  text: {quoted(scenario)}"] if scenario else asked(["  text: <what happens>"])
    yield from asked(["  why: <why our threats make it likely>"])
    yield "objectives:"
    yield row([("text", quoted(f"Decide by {runbook.id} in every phase")), ("criteria", _list(runbook.criteria))], 2)
    yield from _agenda(planned, runbook, len(injects))
    yield from ["injects:"] if injects else asked(["injects:"])
    for number, text in enumerate(injects, 1):
        yield row([("id", f"I{number}"), ("phase", _inject_phase(number)), ("text", quoted(text))], 2)
    away = [
        ("id", f"I{len(injects) + 1}"),
        ("phase", "escalate"),
        ("text", "<who cannot be reached>"),
        ("takes_away", "<role>"),
    ]
    yield from asked([row(away, 2)])


def _list(ids: tuple[str, ...]) -> str:
    return f"[{', '.join(ids)}]"


def _agenda(planned: PlannedExercise, runbook: RunbookFront, injects: int) -> Iterator[str]:
    starts = datetime.fromisoformat(planned.starts)
    parts: dict[Phase, list[str]] = {phase: [] for phase in PHASES}
    for number in range(1, injects + 1):
        parts[_inject_phase(number)].append(f"inject I{number}")
    for decision in runbook.decisions:
        parts[_phase(decision.deadline)].append(decision.id)
    yield "agenda:"
    yield row([("time", f'"{starts:%H:%M}"'), ("item", "Rules and roles; sign in")], 2)
    for number, phase in enumerate(PHASES, 1):
        item = f"{phase.capitalize()}: {', '.join(parts[phase])}" if parts[phase] else phase.capitalize()
        yield row([("time", f'"{starts + _QUARTER * number:%H:%M}"'), ("item", quoted(item))], 2)


def _inject_phase(number: int) -> Phase:
    return _INJECT_PHASES[min(number, len(_INJECT_PHASES)) - 1]


def _phase(deadline: str) -> Phase:
    found = _PHASE_OF.get(deadline)
    return next((phase for phase in PHASES if phase == found), "review")


def _sheet(book: Book, planned: PlannedExercise) -> Iterator[str]:
    on = datetime.fromisoformat(planned.starts).date()
    yield "# The sign-in sheet: whom the runbook requires. A deputy may come instead: change the person."
    yield "participants:"
    for role, person, note in sheet(book, front(planned.page).roles_required, on):
        yield f"  - role: {role}"
        yield from [f"    person: {person}  # {note}"] if person else asked([f"    person: <person>  # {note}"])
        yield from asked(["    signed_on: <day>"])


def _after(book: Book, planned: PlannedExercise) -> Iterator[str]:
    id_, runbook = exercise_id(book, planned.starts), front(planned.page)
    level, clock = runbook.default_severity, next(iter(runbook.notification_triggers), "<clock>")
    yield "# At least one decision in each phase, as it is made."
    yield from asked(["decisions:"])
    for phase in PHASES:
        said = [
            ("decision", "<what was decided>"),
            ("by", "<person>"),
            ("clause", "<clause>"),
            ("follows", "<true or false>"),
        ]
        yield from asked([row([("phase", phase), *said], 2)])
    yield "# Times that were taken, and one clock worked through to its due time."
    yield from asked(["measured:", row([("target", "acknowledge"), ("level", level), ("took", "<15m>")], 2)])
    yield from asked(["clocks:", row([("clock", clock), ("start", "<moment>"), ("due", "<moment>")], 2)])
    yield from asked(["strengths: [<what went well>]"])
    yield from asked(["gaps:", row([("text", "<what did not>"), ("action", f"{id_}-A1")], 2)])
    yield "# The report, by the facilitator; somebody else approves it."
    yield from asked(["report:", f"  author: {planned.facilitator}", *(f"  {line}" for line in _REPORT)])
    yield from asked(["follow_ups:", f"  - id: {id_}-A1", *(f"    {line}" for line in _ACTION)])
    attendance = [
        ("item", "Attendance list"),
        ("kind", "attendance"),
        ("sha256", "<sha256 of the file>"),
        ("location", "<where>"),
    ]
    yield from asked(["evidence:", row(attendance, 2)])


_REPORT = ("issued_on: <day>", "approved_by: <person>", "approved_on: <day>")
_ACTION = (
    "text: <what changes>",
    "kind: <preventive, detective or corrective>",
    "role: <role>",
    "owner: <person>",
    "priority: <high, medium or low>",
    "due: <day>",
)
