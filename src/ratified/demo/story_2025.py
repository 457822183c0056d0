"""Example Corp in the summer of 2025: the first amendments, and Noor who joins."""

from __future__ import annotations

from ratified.demo.company import (
    BEN_WAYS,
    NOOR_ON_CALL,
    NOOR_WAYS,
    ONCALL,
    PEOPLE,
    ROLES,
    SCRIBE_FIRST,
    SCRIBE_THEN,
    VIKTOR_ON_CALL,
)
from ratified.demo.landings import DemoLanding, Edit, landed
from ratified.demo.runbooks import RB

_NOOR = """\
  - id: noor
    name: Noor Haddad
    kind: human
    started: 2025-06-16
    emails: [noor@example.com]
    forge: {login: noorh, id: 4222}
"""
_NOOR_TRAINED = "    trained: [{role: on-call-engineer, finished: 2025-08-28}, {role: scribe, finished: 2025-08-28}]\n"
_FIRST_LINE = "      - {primary: aiko, backup: viktor}\n      - {primary: viktor, backup: aiko}\n"
_FIRST_LINE_THREE = (
    "      - {primary: aiko, backup: viktor}\n"
    "      - {primary: viktor, backup: noor}\n"
    "      - {primary: noor, backup: aiko}\n"
)
_OSTERBERG = (
    "  - id: CT-033\n    party: Osterberg Clinics\n    personal_data: true\n    from: 2025-09-15\n    windows:\n"
    "      - {id: ct-033-dpa, kind: dpa, within: 72h, starts: awareness, contact: dpo@osterbergclinics.example}\n"
)
_LUMEN = "contact: incident-desk@lumenharbour.example}\n"

STEPS: tuple[DemoLanding, ...] = (
    landed(
        "2025-06-09",
        "Glossary: known-good, by what it is shown",
        "omar",
        "dana",
        "forge",
        Edit(
            "docs/glossary.md",
            "- **Known-good.** Free of the attacker's work.\n",
            "- **Known-good.** Shown to be free of the attacker's work, for example by its date, a scan and an "
            "integrity check.\n",
        ),
    ),
    landed(
        "2025-06-16",
        "Noor Haddad joins",
        "helen",
        "priya",
        "signed",
        Edit(PEOPLE, BEN_WAYS, BEN_WAYS + _NOOR + NOOR_WAYS),
    ),
    landed(
        "2025-06-30",
        "RB-04: the key's sessions outlive it",
        "ben",
        "lee",
        "signed",
        Edit(
            RB[4],
            "- Looking only in the region where the company runs.\n",
            "- Disabling the key and forgetting the sessions it already gave out.\n"
            "- Looking only in the region where the company runs.\n",
        ),
    ),
    landed(
        "2025-07-14",
        "Contain a Sev-1 within 4 hours, not 6",
        "dana",
        "priya",
        "signed",
        Edit("data/severities.yml", "      contain: 6h\n", "      contain: 4h\n"),
    ),
    landed("2025-08-04", "Roster check, third quarter", "helen", "marcus", "forge", reviews=(PEOPLE, ROLES)),
    # Left main before the roster check landed: two branches side by side.
    landed("2025-08-05", "Rotation check, third quarter", "aiko", "lee", "signed", reviews=(ONCALL,), fork=1),
    landed(
        "2025-08-18",
        "RB-01: look at every mailbox that got the message",
        "tomas",
        "grace",
        "signed",
        Edit(
            RB[1],
            "- Calling the bank after the investigation.\n",
            "- Calling the bank after the investigation.\n- Looking at one mailbox when the message went to thirty.\n",
        ),
    ),
    landed(
        "2025-09-02",
        "Noor Haddad is scribe, and deputy on call",
        "helen",
        "priya",
        "forge",
        Edit(ROLES, SCRIBE_FIRST, SCRIBE_THEN),
        Edit(ROLES, VIKTOR_ON_CALL, VIKTOR_ON_CALL + NOOR_ON_CALL),
        Edit(PEOPLE, NOOR_WAYS, _NOOR_TRAINED + NOOR_WAYS),
    ),
    landed(
        "2025-09-03",
        "First line: three people take turns",
        "aiko",
        "dana",
        "signed",
        Edit(ONCALL, _FIRST_LINE, _FIRST_LINE_THREE),
    ),
    landed(
        "2025-09-08",
        "Enter the agreement with Osterberg Clinics",
        "ingrid",
        "marcus",
        "forge",
        Edit("data/contracts.yml", _LUMEN, _LUMEN + _OSTERBERG),
    ),
    landed(
        "2025-09-15",
        "Where money moved, reach finance within 15 minutes",
        "lee",
        "priya",
        "forge",
        Edit(
            "data/escalation.yml",
            "from: incident-commander, to: finance-lead, within: 30m,",
            "from: incident-commander, to: finance-lead, within: 15m,",
        ),
    ),
)
