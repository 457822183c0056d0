"""Example Corp in the rest of 2026: the year's reaffirmations, and amendments after a tabletop."""

from __future__ import annotations

from ratified.demo.company import NOTICES, ONCALL, PEOPLE, REGISTER, ROLES, START
from ratified.demo.landings import DemoLanding, Edit, landed
from ratified.demo.runbooks import RB

_LEAVE = (
    "    overrides:\n      - {from: 2026-08-17, until: 2026-08-23, primary: dana, backup: lee, "
    'reason: "Sofia is on leave, so Lee is deputy and Dana commands"}\n'
)
_LAST_TURN = "      - {primary: lee, backup: sofia}\n"
_STOOD_IN = (
    "    overrides:\n"
    "      - {from: 2026-04-13, until: 2026-04-19, primary: sofia, backup: dana, reason: Sofia stands in for Lee}\n"
)
_HOLIDAYS = (
    "    overrides:\n"
    "      - {from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}\n"
    "  - id: commander\n"
)

STEPS: tuple[DemoLanding, ...] = (
    landed(
        "2026-04-09",
        "On call: Sofia commands in Lee's week",
        "sofia",
        "dana",
        "signed",
        Edit(ONCALL, _LAST_TURN, _LAST_TURN + _STOOD_IN),
    ),
    landed(
        "2026-04-13",
        "Reaffirm RB-01 and the start page",
        "tomas",
        "sofia",
        "signed",
        reviews=(RB[1], START),
    ),
    landed("2026-04-15", "Reaffirm RB-02 and RB-03", "aiko", "lee", "forge", reviews=(RB[2], RB[3]), fork=1),
    landed("2026-04-20", "Reaffirm RB-04 and RB-05", "noor", "dana", "signed", reviews=(RB[4], RB[5])),
    landed("2026-04-22", "Roster check, second quarter", "helen", "priya", "forge", reviews=(PEOPLE, ROLES)),
    landed("2026-04-23", "Reaffirm RB-06 and RB-08", "yusuf", "sofia", "forge", reviews=(RB[6], RB[8])),
    landed("2026-04-27", "Reaffirm RB-07 and RB-10", "ingrid", "lee", "signed", reviews=(RB[7], RB[10])),
    landed("2026-04-28", "Reaffirm the notice templates", "caleb", "dana", "signed", reviews=(NOTICES,)),
    landed(
        "2026-04-28",
        "Glossary: what a severity sets",
        "omar",
        "lee",
        "signed",
        Edit(
            "docs/glossary.md", "- **Severity.** A level.\n", "- **Severity.** A level that sets how fast we respond.\n"
        ),
    ),
    landed(
        "2026-04-29",
        "Rotation check, second quarter; Lee's week is over",
        "aiko",
        "dana",
        "forge",
        Edit(ONCALL, _LAST_TURN + _STOOD_IN, _LAST_TURN),
        reviews=(ONCALL,),
    ),
    landed("2026-05-04", "Reaffirm RB-09", "ben", "dana", "signed", reviews=(RB[9],)),
    landed(
        "2026-05-07",
        "Every clock in scope against its source, a year on",
        "caleb",
        "priya",
        "signed",
        Edit("data/notifications.yml", "verified_on: 2025-05-12", "verified_on: 2026-05-07", every=True),
    ),
    landed("2026-05-11", "Reaffirm the register", "dana", "priya", "signed", reviews=(REGISTER,)),
    landed(
        "2026-05-18",
        "Site: rounder corners",
        "omar",
        "lee",
        "signed",
        Edit("docs/assets/company.css", "  --r-round: 0.25rem;\n", "  --r-round: 0.4rem;\n"),
    ),
    landed(
        "2026-06-08",
        "RB-05: drain the backlog slowly (from the tabletop)",
        "tomas",
        "sofia",
        "signed",
        Edit(
            RB[5],
            "- A status page that lies on the platform that is down.\n",
            "- A status page that lies on the platform that is down.\n"
            "- Draining the backlog at full speed into a service that has just come back.\n",
        ),
        catches_up=True,
        with_="aiko",
        fork=1,
    ),
    landed("2026-07-20", "Roster check, third quarter", "helen", "marcus", "forge", reviews=(PEOPLE, ROLES)),
    landed("2026-07-21", "Rotation check, third quarter", "noor", "lee", "signed", reviews=(ONCALL,)),
    landed(
        "2026-08-06",
        "On call: Dana commands in Lee's week, and Lee is deputy for Sofia",
        "sofia",
        "lee",
        "signed",
        Edit(ONCALL, _LAST_TURN, _LAST_TURN + _LEAVE),
    ),
    landed(
        "2026-08-10",
        "Ignore what plugins of the site keep",
        "omar",
        "ben",
        "forge",
        Edit(
            ".gitignore",
            ".coverage\n",
            ".coverage\n.cache/\n",
        ),
    ),
    landed(
        "2026-09-14",
        "Review after INC-2026-002: every clock in scope against its source",
        "caleb",
        "priya",
        "signed",
        Edit("data/notifications.yml", "verified_on: 2026-05-07", "verified_on: 2026-09-14", every=True),
        reviews=("docs/policy/index.md",),
    ),
    landed(
        "2026-10-05",
        "RB-09: look back further than the report",
        "ben",
        "sofia",
        "signed",
        Edit(
            RB[9],
            "- Patching a host that already holds a web shell.\n",
            "- Patching a host that already holds a web shell.\n- Hunting from the date of the report only.\n",
        ),
    ),
    landed("2026-10-13", "Roster check, fourth quarter", "helen", "priya", "signed", reviews=(PEOPLE, ROLES)),
    landed(
        "2026-11-03",
        "Rotation check, fourth quarter, with the holidays",
        "noor",
        "lee",
        "signed",
        Edit(ONCALL, _LAST_TURN + _LEAVE, _LAST_TURN),
        Edit(ONCALL, "  - id: commander\n", _HOLIDAYS),
        reviews=(ONCALL,),
    ),
    landed(
        "2026-11-18",
        "Glossary: what a waiver is",
        "omar",
        "dana",
        "forge",
        Edit(
            "docs/glossary.md",
            "- **Waiver.** A finding accepted for a while.\n",
            "- **Waiver.** A finding accepted for a while, with a reason, an approver and an end.\n",
        ),
    ),
)
