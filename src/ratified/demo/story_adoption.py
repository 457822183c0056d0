"""Example Corp in May 2025: a draft, and its adoption."""

from __future__ import annotations

from ratified.demo.company import EVENTS, FORGE_KEY, ONCALL, PEOPLE, REGISTER, ROLES, SIGNERS, SIGNERS_TEXT, START
from ratified.demo.landings import DemoLanding, Edit, landed, pushed
from ratified.demo.runbooks import RB

_SIGNERS_FIRST = SIGNERS_TEXT.replace('sofia namespaces="git" <key of sofia>\n', "").replace(
    ',valid-before="20251001Z"', ""
)

STEPS: tuple[DemoLanding, ...] = (
    pushed("2025-05-05", "Put the incident response policy into git", "dana"),
    pushed(
        "2025-05-07",
        "Glossary: say what a timestamp is",
        "tomas",
        Edit(
            "docs/glossary.md",
            "- **Timestamp.** A time.\n",
            "- **Timestamp.** A recorded time with its offset from UTC.\n",
        ),
    ),
    landed(
        "2025-05-09",
        "Glossary: a clause cites what it answers",
        "ben",
        "dana",
        "forge",
        Edit(
            "docs/glossary.md",
            "- **Clause.** A numbered rule.\n",
            "- **Clause.** A numbered rule and the criteria it answers.\n",
        ),
    ),
    landed(
        "2025-05-13",
        "RB-05: one measure at a time",
        "tomas",
        "dana",
        "forge",
        Edit(RB[5], "three things at once.\n", "three things at once. One measure, one look, then the next.\n"),
    ),
    landed(
        "2025-05-19",
        "Adopt the policy",
        "tomas",
        "priya",
        "signed",
        Edit(REGISTER, "status: draft\n", "status: adopted\n"),
        Edit(SIGNERS, None, _SIGNERS_FIRST),
        Edit(FORGE_KEY, None, "<key of the Git host>\n"),
        reviews=(REGISTER, PEOPLE, ROLES, "docs/policy/index.md"),
    ),
    # The sponsor adopted the policy; each other document is taken on by those who may approve its class.
    landed(
        "2025-05-21",
        "Take on RB-01, RB-02 and the start page",
        "tomas",
        "lee",
        "signed",
        reviews=(RB[1], RB[2], START),
    ),
    landed("2025-05-22", "Take on RB-03 to RB-05", "aiko", "grace", "forge", reviews=(RB[3], RB[4], RB[5])),
    landed("2025-05-23", "Take on RB-06 to RB-08", "tomas", "dana", "signed", reviews=(RB[6], RB[7], RB[8])),
    landed("2025-05-27", "Take on RB-09 and RB-10", "ingrid", "lee", "forge", reviews=(RB[9], RB[10])),
    landed("2025-05-28", "Take on the rotations and the events", "aiko", "dana", "signed", reviews=(ONCALL, EVENTS)),
    landed(
        "2025-05-30",
        "Site: say what a printed page is",
        "omar",
        "lee",
        "signed",
        Edit(
            "mkdocs.yml",
            "copyright: Rendered from one repository.\n",
            "copyright: Rendered from one repository. A printed page is as old as its print date.\n",
        ),
    ),
)
