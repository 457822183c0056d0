"""Faults of records: what happened, as it was written down, breaks a promise."""

from __future__ import annotations

from ratified.demo.acknowledged import CARD, OwnLine, own_text
from ratified.demo.fault import DemoFault, approved
from ratified.demo.landings import Edit
from ratified.demo.records import EXERCISE, INCIDENT_1, INCIDENT_2
from ratified.model.acknowledgement import own_path

_DONE = "    closed_on: 2026-09-18\n    evidence: Log of the paging test\n    seen_by: dana\n"
_FINANCE = "  - {role: finance-lead, person: marcus, signed_on: 2026-05-20, method: account}\n"
_REACHED = ", channel: phone, answered: 2026-08-18T11:03-04:00"

_ANSWERED = "channel: phone, answered: 2026-04-14T14:49-04:00"
_WHY = "Counsel was on a flight, and nobody called outside counsel"
_LATE = "".join(
    f"  - promise: {promise}\n    took: 287m\n    reason: {_WHY}\n"
    "    accepted_by: priya\n    accepted: 2026-04-15T09:00-04:00\n"
    for promise in ("escalate", "s2-legal")
)

_NO_MORE = "  keep_until: 2033-04-14\n", "  keep_until: 2033-08-18\n"
"""The last lines of the two records, after which an amendment stands: without one, INC-19 would find them as well."""


def amended(path: str, last: str, by: str, what: str) -> Edit:
    """An amendment at the end of a record whose last line is `last`."""
    entry = f"  - {{at: 2026-11-20T08:30Z, by: {by}, what: {what}, why: The log of the night says so}}\n"
    return Edit(path, last, f"{last}amendments:\n{entry}")


_FOR_OMAR = Edit(own_path("omar"), None, own_text((OwnLine("omar", CARD, "2026-11-19"),)))


FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "unkept-target",
        "SEV-09",
        "data/severities.yml",
        "two of four incidents missed the same target, and each was signed for.",
        (
            approved(
                "INC-2026-001: counsel answered in the evening",
                "noor",
                "dana",
                "signed",
                Edit(INCIDENT_1, _ANSWERED, _ANSWERED.replace("14:49", "18:49")),
                Edit(INCIDENT_1, "\nreview:\n", f"\ndeviations:\n{_LATE}review:\n"),
                amended(INCIDENT_1, _NO_MORE[0], "noor", "When counsel answered"),
            ),
        ),
    ),
    DemoFault(
        "signed-for-another",
        "GOV-18",
        own_path("omar"),
        "Helen acknowledged Start here in Omar's name.",
        (approved("Acknowledge START-HERE", "helen", "dana", "signed", _FOR_OMAR),),
    ),
    DemoFault(
        "orphaned-action",
        "PIR-07",
        INCIDENT_2,
        "an overdue corrective action belongs to somebody who left.",
        (
            approved(
                "INC-2026-002-A3 is not done after all",
                "tomas",
                "lee",
                "signed",
                Edit(INCIDENT_2, f"    due: 2026-09-22\n{_DONE}", "    due: 2026-09-22\n"),
                Edit(
                    INCIDENT_2,
                    "    owner: tomas\n    priority: medium\n    due: 2026-09-22\n",
                    "    owner: viktor\n    priority: medium\n    due: 2026-09-22\n",
                ),
            ),
        ),
    ),
    DemoFault(
        "untold-counsel",
        "INC-05",
        INCIDENT_2,
        "the record of a Sev-1 does not show that legal counsel ever answered.",
        (
            approved(
                "INC-2026-002: counsel was called twice",
                "yusuf",
                "lee",
                "signed",
                Edit(INCIDENT_2, _REACHED, ", channel: phone"),
                amended(INCIDENT_2, _NO_MORE[1], "yusuf", "Counsel did not answer the second call"),
            ),
        ),
    ),
    DemoFault(
        "wrong-year",
        "INC-27",
        INCIDENT_1,
        "a timestamp has last year's date.",
        (
            approved(
                "INC-2026-001: when systems were restored",
                "noor",
                "lee",
                "signed",
                Edit(INCIDENT_1, "    restored: 2026-04-14T18:05", "    restored: 2025-04-14T18:05"),
                amended(INCIDENT_1, _NO_MORE[0], "noor", "The timestamp restored"),
            ),
        ),
    ),
    DemoFault(
        "edited-after-closing",
        "INC-19",
        INCIDENT_1,
        "a timestamp of a closed record was moved, and no amendment says so.",
        (
            approved(
                "INC-2026-001: restored a little sooner",
                "noor",
                "lee",
                "signed",
                Edit(INCIDENT_1, "    restored: 2026-04-14T18:05", "    restored: 2026-04-14T17:55"),
            ),
        ),
    ),
    DemoFault(
        "unchecked-return",
        "INC-41",
        INCIDENT_1,
        "an account returned before the last of its checks had passed.",
        (
            approved(
                "INC-2026-001: when it returned",
                "noor",
                "dana",
                "signed",
                Edit(INCIDENT_1, "  returned: {at: 2026-04-14T18:45", "  returned: {at: 2026-04-14T18:35"),
                amended(INCIDENT_1, _NO_MORE[0], "noor", "When the account returned"),
            ),
        ),
    ),
    DemoFault(
        "unsigned-exercise",
        "EXR-04",
        EXERCISE,
        "a role that the runbook requires did not sign in.",
        (
            approved(
                "EX-2026-01: the sign-in sheet as it was",
                "noor",
                "lee",
                "signed",
                Edit(EXERCISE, _FINANCE, ""),
            ),
        ),
    ),
)
