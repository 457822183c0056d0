"""Faults of content: every landing is approved, and what it says is wrong."""

from __future__ import annotations

from ratified.demo.company import CODEOWNERS, NOTICES, ROLES, SIGNERS
from ratified.demo.fault import REGISTER, DemoFault, approved
from ratified.demo.landings import Edit
from ratified.demo.runbooks import RB

_FACILITIES = (
    "  - id: facilities-lead\n    title: Facilities Lead\n    duties: [Opens doors and cabinets]\n"
    '    channels: [{kind: phone, to: "duty phone, facilities", number: "+1 202 555 0113"}, '
    "{kind: chat, to: \"room 'facilities'\"}]\n"
    "    holders:\n      - {person: aiko, as: primary, since: 2026-11-09}\n"
)
_QUARRY = "contact: ops@quarryanalytics.example}\n"
_SHORT = (
    "  - id: CT-047\n    party: Fennel Pharmacies\n    personal_data: true\n    from: 2026-11-16\n    windows:\n"
    "      - {id: ct-047-dpa, kind: dpa, within: 24h, starts: awareness, contact: dpo@fennelpharmacies.example}\n"
)

_NOTIFICATIONS = "data/notifications.yml"
_TEXAS = "recipient: Residents of Texas, starts: determination, within: 30d, verified_on: 2026-09-14, verified_by: "
_FIRST_ROWS = "in_scope:\n  - {clock: eu-gdpr-33, "
_OWN = (
    "clocks:\n  - {id: payments-scheme, regime: Rules of the payment scheme, to: the scheme, audience: card-scheme,\n"
    "     trigger: suspicion, window: {n: 24, unit: hours}, zones: [UTC], certainty: high, status: in_force,\n"
    "     source: Scheme rules 9.2, recorded: 2026-11-20}\n"
)

FAULTS: tuple[DemoFault, ...] = (
    DemoFault(
        "dead-role",
        "ROL-02",
        ROLES,
        "the only holder of a role gave it up, and nobody took it over.",
        (
            approved(
                "Aiko leads facilities",
                "helen",
                "priya",
                "signed",
                Edit(ROLES, "outside_roles:\n", f"{_FACILITIES}outside_roles:\n"),
            ),
            approved(
                "Aiko gives facilities up",
                "helen",
                "marcus",
                "forge",
                Edit(ROLES, "since: 2026-11-09}", "since: 2026-11-09, until: 2026-11-20}"),
                minutes=30,
            ),
        ),
    ),
    DemoFault(
        "retitled-role",
        "ROL-01",
        RB[5],
        "RB-05 names a role by the title it had before the reorganisation.",
        (
            approved(
                "RB-05: who looks at an emergency change",
                "ben",
                "lee",
                "signed",
                Edit(
                    RB[5],
                    "have another engineer review the emergency change.",
                    "have the Head of Information Security review the emergency change.",
                ),
            ),
        ),
    ),
    DemoFault(
        "short-contract",
        "NOT-02",
        "data/contracts.yml",
        "a contract gives 24 hours where the policy commits to 48.",
        (
            approved(
                "Enter the agreement with Fennel Pharmacies",
                "ingrid",
                "priya",
                "signed",
                Edit("data/contracts.yml", _QUARRY, _QUARRY + _SHORT),
            ),
        ),
        also=("data/notifications.yml",),
    ),
    DemoFault(
        "tight-acknowledge",
        "SEV-08",
        "data/severities.yml",
        "a Sev-1 must be acknowledged before the page has gone round.",
        (
            approved(
                "Severities: acknowledge a Sev-1 in ten minutes",
                "ben",
                "priya",
                "signed",
                Edit("data/severities.yml", "acknowledge: 15m", "acknowledge: 10m"),
            ),
        ),
    ),
    DemoFault(
        "unsigned-clock",
        "NOT-09",
        _NOTIFICATIONS,
        "a clock in scope was checked by somebody who is not counsel.",
        (
            approved(
                "Texas: who checked the clock",
                "caleb",
                "priya",
                "signed",
                Edit(_NOTIFICATIONS, f"{_TEXAS}ingrid", f"{_TEXAS}dana"),
            ),
        ),
    ),
    DemoFault(
        "quiet-clock",
        "NOT-14",
        _NOTIFICATIONS,
        "a clock of the company's own got other hours, and its version stayed.",
        (
            approved(
                "The clock of the payment scheme",
                "ingrid",
                "priya",
                "signed",
                Edit(_NOTIFICATIONS, _FIRST_ROWS, f"version: 1\n{_OWN}{_FIRST_ROWS}"),
            ),
            approved(
                "The payment scheme gives two days",
                "caleb",
                "marcus",
                "forge",
                Edit(_NOTIFICATIONS, "window: {n: 24, unit: hours}", "window: {n: 48, unit: hours}"),
                minutes=30,
            ),
        ),
    ),
    DemoFault(
        "gap-in-template",
        "NOT-12",
        NOTICES,
        "the template for authorities no longer says how many people are touched.",
        (
            approved(
                "Notice to an authority: shorter",
                "caleb",
                "dana",
                "signed",
                Edit(NOTICES, "    - {says: people-count, under: How many people}\n", ""),
            ),
        ),
    ),
    DemoFault(
        "ungoverned-data",
        "APR-21",
        "docs/policy/notification.md",
        "the policy shows the windows of contracts, and no document binds their file any more.",
        (
            approved(
                "Register: the policy binds less",
                "tomas",
                "priya",
                "signed",
                Edit(REGISTER, "      - data/contracts.yml\n", ""),
            ),
        ),
        also=("docs/start-here.md",),
    ),
    DemoFault(
        "shared-key",
        "APR-22",
        SIGNERS,
        "two people are said to have the same key.",
        (
            approved(
                "Trust Ben's key",
                "ben",
                "priya",
                "signed",
                Edit(SIGNERS, 'dana namespaces="git" ', 'ben namespaces="git" <key of dana>\ndana namespaces="git" '),
            ),
        ),
    ),
    DemoFault(
        "wrong-codeowners",
        "APR-23",
        CODEOWNERS,
        "reviews of the policy are asked of people who may not approve it.",
        (
            approved(
                "Ask security about the policy",
                "dana",
                "marcus",
                "forge",
                Edit(CODEOWNERS, "/docs/policy/ @priya-raman @madeyemi\n", "/docs/policy/ @dana @leebrandt\n"),
            ),
        ),
    ),
)
