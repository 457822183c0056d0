"""Example Corp in the first months of 2026: a reorganisation, and what follows from it."""

from __future__ import annotations

from datetime import date

from ratified.demo.company import (
    ONCALL,
    PEOPLE,
    ROLES,
    SCRIBE,
    SCRIBE_THEN,
    VENDORS,
    VENDORS_BEFORE,
    VIKTOR_OFF_CALL,
    VIKTOR_ON_CALL,
    YUSUF_WAYS,
)
from ratified.demo.landings import BranchCommit, DemoLanding, Edit, landed
from ratified.demo.story_handover import HOLIDAYS

_QUARRY = (
    "  - id: CT-040\n    party: Quarry Analytics\n    personal_data: false\n    from: 2026-03-01\n"
    "    until: 2027-02-28\n    windows:\n"
    "      - {id: ct-040-msa, kind: contract, within: 5d, starts: awareness, contact: ops@quarryanalytics.example}\n"
)
_OSTERBERG = "contact: dpo@osterbergclinics.example}\n"
_THREE = (
    "      - {primary: aiko, backup: viktor}\n"
    "      - {primary: viktor, backup: noor}\n"
    "      - {primary: noor, backup: aiko}\n"
)
_TWO = "      - {primary: aiko, backup: noor}\n      - {primary: noor, backup: aiko}\n"
_YUSUF_FEBRUARY = "    trained: [{role: vendor-manager, finished: 2026-02-25}]\n"
_YUSUF_MARCH = "    trained: [{role: vendor-manager, finished: 2026-02-25}, {role: scribe, finished: 2026-03-05}]\n"

STEPS: tuple[DemoLanding, ...] = (
    landed(
        "2026-01-05",
        "Rotations begin anew with the year",
        "aiko",
        "lee",
        "signed",
        Edit(ONCALL, "    starts: 2025-01-06\n", "    starts: 2026-01-05\n", every=True),
    ),
    landed("2026-01-26", "Roster check, first quarter", "helen", "priya", "signed", reviews=(PEOPLE, ROLES)),
    landed(
        "2026-01-27",
        "Rotation check, first quarter; the holidays are over",
        "noor",
        "lee",
        "forge",
        Edit(ONCALL, HOLIDAYS, "  - id: commander\n"),
        reviews=(ONCALL,),
    ),
    landed(
        "2026-02-23",
        "Enter the contract with Quarry Analytics",
        "ingrid",
        "priya",
        "forge",
        Edit("data/contracts.yml", _OSTERBERG, _OSTERBERG + _QUARRY),
    ),
    DemoLanding(
        date(2026, 2, 26),
        "Reorganisation: two new titles, and vendors go to Yusuf",
        "marcus",
        "forge",
        (
            BranchCommit(
                "helen",
                "Two new titles",
                (
                    Edit(
                        ROLES,
                        "    title: Head of Information Security\n    former_titles: [CISO]\n",
                        "    title: Security Lead\n    former_titles: [CISO, Head of Information Security]\n",
                    ),
                    Edit(
                        ROLES,
                        "    title: VP Engineering\n",
                        "    title: Engineering Lead\n    former_titles: [VP Engineering]\n",
                    ),
                ),
            ),
            BranchCommit("yusuf", "Vendors go to Yusuf", (Edit(ROLES, VENDORS_BEFORE, VENDORS),)),
        ),
    ),
    landed(
        "2026-03-02",
        "Trainings of February",
        "helen",
        "priya",
        "signed",
        Edit(PEOPLE, "finished: 2025-02-12", "finished: 2026-02-11", every=True),
        Edit(PEOPLE, "finished: 2025-02-19", "finished: 2026-02-18", every=True),
        Edit(PEOPLE, "finished: 2025-02-26", "finished: 2026-02-25", every=True),
        Edit(PEOPLE, YUSUF_WAYS, _YUSUF_FEBRUARY + YUSUF_WAYS),
    ),
    landed(
        "2026-03-06",
        "Trainings of March; Yusuf Demir stands in as scribe",
        "helen",
        "marcus",
        "forge",
        Edit(PEOPLE, "finished: 2025-03-05", "finished: 2026-03-04", every=True),
        Edit(PEOPLE, "finished: 2025-03-06", "finished: 2026-03-05", every=True),
        Edit(
            PEOPLE,
            "{role: on-call-engineer, finished: 2025-08-28}, {role: scribe, finished: 2025-08-28}",
            "{role: on-call-engineer, finished: 2026-03-05}, {role: scribe, finished: 2026-03-05}",
        ),
        Edit(PEOPLE, _YUSUF_FEBRUARY, _YUSUF_MARCH),
        Edit(ROLES, SCRIBE_THEN, SCRIBE),
    ),
    landed("2026-03-12", "First line: two people take turns", "noor", "dana", "signed", Edit(ONCALL, _THREE, _TWO)),
    landed(
        "2026-03-16",
        "Reaffirm the policy after the reorganisation",
        "dana",
        "priya",
        "signed",
        reviews=("docs/policy/index.md",),
    ),
    landed(
        "2026-03-31",
        "Viktor Lindahl leaves",
        "helen",
        "marcus",
        "forge",
        Edit(ROLES, VIKTOR_ON_CALL, VIKTOR_OFF_CALL),
        Edit(PEOPLE, "    emails: [viktor@", "    left: 2026-03-31\n    emails: [viktor@"),
    ),
)
