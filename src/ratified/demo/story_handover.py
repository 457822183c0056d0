"""Example Corp in the autumn of 2025: one commander follows another, and her key is trusted."""

from __future__ import annotations

from ratified.demo.company import (
    CODEOWNERS,
    COMMANDER,
    COMMANDER_BEFORE,
    COMMANDER_BOTH,
    HELEN_WAYS,
    ONCALL,
    PEOPLE,
    ROLES,
    SIGNERS,
    WORKFLOW,
    YUSUF_WAYS,
)
from ratified.demo.landings import DemoLanding, Edit, landed
from ratified.demo.runbooks import RB

_YUSUF = """\
  - id: yusuf
    name: Yusuf Demir
    kind: human
    started: 2025-11-10
    emails: [yusuf@example.com]
    forge: {login: ydemir, id: 4214}
"""
HOLIDAYS = (
    "    overrides:\n"
    "      - {from: 2025-12-24, until: 2025-12-26, primary: noor, backup: aiko, reason: Noor keeps the holidays}\n"
    "  - id: commander\n"
)

STEPS: tuple[DemoLanding, ...] = (
    landed(
        "2025-09-24",
        "Sofia Marchetti commands too, and her key is trusted",
        "dana",
        "priya",
        "signed",
        Edit(ROLES, COMMANDER_BEFORE, COMMANDER_BOTH),
        Edit(CODEOWNERS, "@gholloway", "@sofiam", every=True),
        Edit(SIGNERS, "<key of priya>\n", '<key of priya>\nsofia namespaces="git" <key of sofia>\n'),
    ),
    landed(
        "2025-09-25",
        "Rotation of commanders: Sofia takes Grace's turn",
        "sofia",
        "dana",
        "signed",
        Edit(ONCALL, "{primary: grace, backup: dana}", "{primary: sofia, backup: dana}"),
        Edit(ONCALL, "{primary: lee, backup: grace}", "{primary: lee, backup: sofia}"),
    ),
    landed(
        "2025-10-02",
        "Grace Holloway left; her key ends with her last day",
        "helen",
        "marcus",
        "forge",
        Edit(ROLES, COMMANDER_BOTH, COMMANDER),
        Edit(PEOPLE, "    emails: [grace@", "    left: 2025-09-30\n    emails: [grace@"),
        Edit(SIGNERS, 'grace namespaces="git" ', 'grace namespaces="git",valid-before="20251001Z" '),
    ),
    landed(
        "2025-10-20",
        "RB-07: conduct stays out of tickets",
        "ingrid",
        "sofia",
        "signed",
        Edit(RB[7], "It may be read out in court.\n", "It may be read out in court, and it may be wrong.\n"),
    ),
    landed(
        "2025-10-27",
        "IR-7.3: a vendor's message counts whoever reads it",
        "ingrid",
        "priya",
        "signed",
        Edit(
            "docs/policy/notification.md",
            "we are aware when that message reaches us.\n",
            "we are aware when that message reaches us, whoever reads it first.\n",
        ),
    ),
    landed("2025-10-29", "Roster check, fourth quarter", "helen", "priya", "forge", reviews=(PEOPLE, ROLES)),
    landed("2025-11-04", "Rotation check, fourth quarter", "noor", "dana", "signed", reviews=(ONCALL,)),
    landed(
        "2025-11-10",
        "Yusuf Demir joins",
        "helen",
        "marcus",
        "forge",
        Edit(PEOPLE, HELEN_WAYS, HELEN_WAYS + _YUSUF + YUSUF_WAYS),
    ),
    landed(
        "2025-11-17",
        "Ignore what import-linter keeps",
        "rachel",
        "omar",
        "forge",
        Edit(
            ".gitignore",
            ".ruff_cache/\n",
            ".ruff_cache/\n.import_linter_cache/\n",
        ),
    ),
    landed(
        "2025-12-08",
        "Workflow: give up after a quarter of an hour",
        "ben",
        "marcus",
        "forge",
        Edit(WORKFLOW, "timeout-minutes: 30\n", "timeout-minutes: 15\n", every=True),
    ),
    landed(
        "2025-12-19",
        "On call: Noor keeps the holidays",
        "noor",
        "dana",
        "forge",
        Edit(ONCALL, "  - id: commander\n", HOLIDAYS),
    ),
)
