"""Faults that make a record hard to believe: copied, typed beforehand, signed by the wrong one, shown by nothing."""

from __future__ import annotations

import re
from hashlib import sha256

from ratified.demo.company import EVENTS
from ratified.demo.fault import DemoFault, approved
from ratified.demo.faults_of_records import amended
from ratified.demo.landings import Edit
from ratified.demo.records import INCIDENT_1, INCIDENT_2, INCIDENT_AFTER, INCIDENT_BEFORE, record

_COPY = "data/incidents/INC-2026-004.yml"
_DIGEST = re.compile(r"sha256: [0-9a-f]{64}")
_LAST = {
    INCIDENT_AFTER: "  keep_until: 2033-10-08\n",
    INCIDENT_1: "  keep_until: 2033-04-14\n",
    INCIDENT_2: "  keep_until: 2033-08-18\n",
}
_TOOK_IT = "kind: act, text: Took the page and opened the record}\n"
_ENGINEERING = (
    "  - id: engineering\n    role: engineering-lead\n    zone: America/New_York\n    starts: 2026-11-20\n"
    '    handover: {time: "10:00"}\n    shift: 7d\n    pattern:\n      - {primary: tomas, backup: ben}\n'
    "      - {primary: ben, backup: tomas}\n"
)


def _copied() -> str:
    """The record of 2025 under a new number, with its days moved and its digests made anew, up to the review."""
    text = record(INCIDENT_BEFORE).replace("policy_version: 4\n", "").replace("INC-2025-001", "INC-2026-004")
    for before, after in (("2025-10-07", "2026-11-17"), ("2025-10-08", "2026-11-18"), ("2025-10-09", "2026-11-19")):
        text = text.replace(before, after)
    response = text[: text.index("\ndeviations:\n") + 1].replace("2025-10-23", "2026-12-03")
    full = f"governance:\n  full_record: {{sha256: {'0' * 64}, location: Restricted store / INC-2026-004}}\n"
    count = iter(range(9))
    return _DIGEST.sub(lambda _: f"sha256: {sha256(f'copy {next(count)}'.encode()).hexdigest()}", response + full)


def _said(path: str, old: str, new: str, by: str, what: str) -> tuple[Edit, ...]:
    """An edit of a closed record with the amendment that says so: without one, INC-19 would find it as well."""
    return Edit(path, old, new), amended(path, _LAST[path], by, what)


_FULL_DIGEST = _DIGEST.findall(record(INCIDENT_AFTER))[-1]
_FIRST_DIGEST = _DIGEST.findall(record(INCIDENT_AFTER))[0]

FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "copied-record",
        "INC-31",
        _COPY,
        "the stages of an incident stand at the times of one of last year.",
        (approved("INC-2026-004, a price list astray", "noor", "dana", "signed", Edit(_COPY, None, _copied())),),
    ),
    DemoFault(
        "invented-digest",
        "INC-32",
        INCIDENT_AFTER,
        "two digests of one record share most of their digits.",
        (
            approved(
                "INC-2026-003: the digest of the full record",
                "noor",
                "dana",
                "signed",
                Edit(INCIDENT_AFTER, _FULL_DIGEST, _FIRST_DIGEST[:50] + _FULL_DIGEST[50:]),
            ),
        ),
    ),
    DemoFault(
        "facts-of-later",
        "INC-33",
        INCIDENT_AFTER,
        "a severity rests on a confirmation that had not come.",
        (
            approved(
                "INC-2026-003: declared a little sooner",
                "noor",
                "dana",
                "signed",
                *_said(
                    INCIDENT_AFTER,
                    "{at: 2026-10-06T13:58-04:00, level",
                    "{at: 2026-10-06T13:42-04:00, level",
                    "noor",
                    "When the severity was set",
                ),
            ),
        ),
    ),
    DemoFault(
        "foreknown-reason",
        "INC-34",
        INCIDENT_1,
        "a decision rests on an exhibit that was collected after it.",
        (
            approved(
                "INC-2026-001-D1: the reason in full",
                "noor",
                "dana",
                "signed",
                *_said(INCIDENT_1, "looked back 30 days\n", "looked back 30 days (E2)\n", "noor", "The reason of D1"),
            ),
        ),
    ),
    DemoFault(
        "unlisted-evidence",
        "INC-35",
        INCIDENT_2,
        "a notice cites an exhibit that is on no list.",
        (
            approved(
                "INC-2026-002: proof of the claim",
                "yusuf",
                "lee",
                "signed",
                *_said(
                    INCIDENT_2, "proof: Claim number in the full record", "proof: Claim number and E4", "yusuf", "Proof"
                ),
            ),
        ),
    ),
    DemoFault(
        "signed-by-deputy",
        "INC-36",
        INCIDENT_2,
        "a miss of the commander was accepted by her deputy.",
        (
            approved(
                "INC-2026-002: who accepted the miss",
                "yusuf",
                "lee",
                "signed",
                *_said(
                    INCIDENT_2,
                    "    accepted_by: priya\n    accepted: 2026-08-18T12:30-04:00\n  - promise: s1-legal\n",
                    "    accepted_by: lee\n    accepted: 2026-08-18T12:30-04:00\n  - promise: s1-legal\n",
                    "yusuf",
                    "Who accepted it",
                ),
            ),
        ),
    ),
    DemoFault(
        "approved-by-commander",
        "INC-37",
        INCIDENT_2,
        "who commanded an incident approved a change of its record.",
        (
            approved(
                "INC-2026-002-A3: evidence in full",
                "tomas",
                "dana",
                "signed",
                Edit(
                    INCIDENT_2, "evidence: Log of the paging test\n", "evidence: Log of the paging test of all roles\n"
                ),
            ),
        ),
    ),
    DemoFault(
        "stated-beforehand",
        "INC-38",
        INCIDENT_AFTER,
        "a change states a check that is of two days later.",
        (
            approved(
                "INC-2026-003-A1 was checked for effect",
                "omar",
                "dana",
                "signed",
                Edit(
                    INCIDENT_AFTER,
                    "    evidence: CHG-4852 and a test message\n    seen_by: lee\n",
                    "    evidence: CHG-4852 and a test message\n    seen_by: lee\n"
                    "    effect: {checked_on: 2026-11-22, by: lee, result: works}\n",
                ),
            ),
        ),
    ),
    DemoFault(
        "called-off-duty",
        "INC-39",
        INCIDENT_1,
        "the first commander who was called was not on call.",
        (
            approved(
                "INC-2026-001: who was called first",
                "noor",
                "dana",
                "signed",
                *_said(
                    INCIDENT_1,
                    "to: incident-commander, person: sofia, channel",
                    "to: incident-commander, person: lee, channel",
                    "noor",
                    "Who was called",
                ),
            ),
        ),
    ),
    DemoFault(
        "bare-stamp",
        "INC-40",
        INCIDENT_1,
        "a target is met by a timestamp that nothing in the record shows.",
        (
            approved(
                "INC-2026-001: one line less",
                "noor",
                "dana",
                "signed",
                *_said(
                    INCIDENT_1,
                    f"    - {{at: 2026-04-14T14:06-04:00, by: aiko, {_TOOK_IT}",
                    "",
                    "noor",
                    "A line of the timeline",
                ),
            ),
        ),
    ),
    DemoFault(
        "untrained-on-call",
        "ROL-16",
        "data/people.yml",
        "somebody is on call in a role that he was never trained in.",
        (
            approved(
                "On call: engineering takes turns",
                "noor",
                "dana",
                "signed",
                Edit("data/oncall.yml", "  - id: commander\n", f"{_ENGINEERING}  - id: commander\n"),
            ),
        ),
    ),
    DemoFault(
        "run-by-a-leaver",
        "COV-13",
        EVENTS,
        "a control is said to have been run by somebody who had left.",
        (
            approved(
                "The route test of October: who ran it",
                "dana",
                "lee",
                "signed",
                Edit(EVENTS, "held_on: 2026-10-14, by: dana", "held_on: 2026-10-14, by: viktor"),
            ),
        ),
    ),
    DemoFault(
        "works-and-came-back",
        "PIR-13",
        INCIDENT_BEFORE,
        "an action was found to work, and the same came back without a word on it.",
        (
            approved(
                "INC-2026-003: the cause in fewer words",
                "noor",
                "dana",
                "signed",
                Edit(INCIDENT_AFTER, "The question that INC-2025-001-A1 brought is asked", "The question is asked"),
            ),
        ),
    ),
)
