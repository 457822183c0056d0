"""Faults of a period: each record is sound by itself, and a stretch of days is not."""

from __future__ import annotations

from hashlib import sha256

from ratified.demo.company import EVENTS, ONCALL, PEOPLE, REGISTER
from ratified.demo.fault import DemoFault, approved
from ratified.demo.landings import Edit
from ratified.demo.records import EXERCISE, events

_YEAR = '  - {id: "2026", starts: 2026-01-01, ends: 2026-12-31, report: type-2}\n'
_SUMMER = "  - {id: 2026-summer, starts: 2026-06-01, ends: 2026-07-31, report: type-2}\n"
_NONE = (
    "  - {id: NIL-2026-SUMMER, starts: 2026-06-01, ends: 2026-07-31, query: queue security in those days; 0 rows, "
    "signed_by: dana, signed_on: 2026-08-04}\n"
)
_LOST = events()[events().index("  - id: EV-2026-002\n") : events().index("  - id: EV-2026-003\n")]
_HOLIDAY = "      - {from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}\n"
_GONE = "      - {from: 2026-11-21, until: 2026-11-21, primary: viktor, backup: viktor, reason: Swap}\n"
_HIS = "    trained: [{role: on-call-engineer, finished: 2025-03-13}, {role: scribe, finished: 2025-03-13}]\n"
_TRAINED = _HIS.replace("finished: 2025-03-13}, ", "finished: 2026-03-05}, ")
_NOTES, _ATTENDANCE = "evidence/EX-2026-01/notes.txt", "  - {item: Attendance list, "
_HASH = sha256(b"14:00 Rules and roles.\n14:10 The mail claims the flood. Nobody noticed.\n").hexdigest()
_HASHED = f"  - {{item: Notes, kind: notes, sha256: {_HASH}, location: {_NOTES}}}\n"

FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "no-exercise",
        "EXR-01",
        REGISTER,
        "a period that is over had no incident, for which somebody signed, and no exercise since the one before it.",
        (
            approved("Register: the assessor asks about June and July", "dana", "priya", "signed",
                     Edit(REGISTER, _YEAR, _SUMMER + _YEAR)),
            approved("June and July had no incident", "dana", "lee", "signed",
                     Edit(EVENTS, "nil_statements:\n", f"nil_statements:\n{_NONE}"), minutes=30),
        ),
    ),
    DemoFault(
        "on-call-hole",
        "ROL-13",
        ONCALL,
        "for a day that is over somebody stood in who had left long before, and nobody else.",
        (
            approved("Trainings of March: one more was held", "helen", "priya", "signed",
                     Edit(PEOPLE, _HIS, _TRAINED)),
            approved("On call: a swap on Saturday", "noor", "lee", "signed",
                     Edit(ONCALL, _HOLIDAY, _GONE + _HOLIDAY), minutes=30),
        ),
    ),
    DemoFault(
        "later-version",
        "EXR-11",
        EXERCISE,
        "an exercise cites a version of the policy that came after it.",
        (
            approved("EX-2026-01: the policy as it is now", "noor", "lee", "signed",
                     Edit(EXERCISE, "policy_version: 8", "policy_version: 9")),
        ),
    ),
    DemoFault(
        "altered-evidence",
        "COV-05",
        EXERCISE,
        "the notes of an exercise are not those whose hash was written down.",
        (
            approved("EX-2026-01: the notes, with their hash", "noor", "lee", "signed",
                     Edit(_NOTES, None, "14:00 Rules and roles.\n14:10 The mail claims the flood. Raised to Sev-1.\n"),
                     Edit(EXERCISE, _ATTENDANCE, _HASHED + _ATTENDANCE)),
        ),
    ),
    DemoFault(
        "lost-event",
        "INC-18",
        EVENTS,
        "a dismissed event is gone from the list, which no longer adds up.",
        (approved("Events: one is enough", "noor", "lee", "signed", Edit(EVENTS, _LOST, "")),),
    ),
)  # fmt: skip
