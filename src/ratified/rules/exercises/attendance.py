"""EXR-04 and EXR-10: who was there, by role, signed on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.records.statements import held, serves
from ratified.policy.roster.holders import absence
from ratified.rules.exercises.record import part
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.exercise import Exercise, Participant
    from ratified.policy import Book


@rule("EXR-04", "error", "A role that did not sign in")
def role_not_signed_in(case: RuleInput) -> RuleHits:
    """A role that a runbook of the exercise requires, and that somebody in the company holds, has no line under
    `participants` with a person and the day they signed; or that person did not hold the role on that day, as
    primary or deputy. Outside roles need not sign. Whoever missed it signs on the day of the make-up session
    (`made_up_on`).

    **Why it matters.** Dated attendance of the named roles is what makes a tabletop a test of this company, and
    not of the three people who had time.

    **How to fix it.** Enter who came for the role and when they signed, or make it up with the facilitator.

    **Protects.** CC1.4, CC7.4-PF01
    """
    for exercise in held(case.book):
        # Two may come for one role, and one signature is enough.
        lines = {line.role: line for line in sorted(exercise.participants, key=lambda line: line.signed_on is not None)}
        place = part(exercise, "participants")
        for role in _required(case.book, exercise):
            line = lines.get(role)
            if line is None:
                what = f"nobody signed in for {role} at {exercise.id}"
                yield RuleHit(place, what, "add who came for it, with signed_on", exercise.id)
            elif line.person is None or line.signed_on is None:
                missing = "person" if line.person is None else "signed_on"
                what = f"{role} has no {missing} on the sign-in sheet of {exercise.id}"
                yield RuleHit(line.at("role"), what, f"add {missing}, or let the role make it up", exercise.id)
        for line in exercise.participants:
            if (why := _stranger(case.book, line)) is not None:
                what = f"{exercise.id}: {line.person} {why}"
                yield RuleHit(line.at("person"), what, "correct the name, or the roster", exercise.id)


def _required(book: Book, exercise: Exercise) -> list[str]:
    fronts = [page.runbook for id_ in exercise.runbooks if (page := book.runbook.get(id_)) and page.runbook]
    return list(dict.fromkeys(role for front in fronts for role in front.roles_required if role in book.role))


def _stranger(book: Book, line: Participant) -> str | None:
    if line.person is None or line.signed_on is None:
        return None
    gone = absence(book, line.person, line.signed_on)
    if gone is not None or line.role not in book.role:
        return gone
    if serves(book, line.person, line.role, (line.signed_on, line.signed_on)):
        return None
    return f"signed for {line.role} on {line.signed_on} and did not hold that role"


@rule("EXR-10", "error", "Attendance not signed on the day")
def attendance_back_filled(case: RuleInput) -> RuleHits:
    """Somebody signed before the exercise was held; or after it and without `made_up_on` for that day; or after its
    report was issued; or a closed exercise has no attendance file with a SHA-256 under `evidence`.

    **Why it matters.** A sheet that was signed before or long after shows that a sheet was signed.

    **How to fix it.** Correct the day from the sheet. For a make-up session, enter its day.

    **Protects.** CC1.4, CC7.5-PF06
    """
    for exercise in held(case.book):
        for line in exercise.participants:
            if exercise.held_on is not None and (why := _out_of_time(exercise, line)) is not None:
                what = f"{exercise.id}: {line.role} signed on {line.signed_on}, {why}"
                yield RuleHit(line.at("signed_on"), what, "correct the day, or add made_up_on", exercise.id)
        hashed = any(file.kind == "attendance" and file.sha256 is not None for file in exercise.evidence)
        if exercise.status == "closed" and not hashed:
            place = part(exercise, "evidence")
            help_ = "add the attendance list under evidence, with its sha256"
            yield RuleHit(place, f"{exercise.id} keeps no attendance list that could be proved", help_, exercise.id)


def _out_of_time(exercise: Exercise, line: Participant) -> str | None:
    signed, held_on = line.signed_on, exercise.held_on
    if signed is None or held_on is None:
        return None
    if signed < held_on:
        return f"before it was held on {held_on}"
    if exercise.report is not None and signed > exercise.report.issued_on:
        return f"after its report of {exercise.report.issued_on}"
    return f"after it was held on {held_on}" if signed > held_on and line.made_up_on != signed else None
