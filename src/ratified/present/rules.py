"""The rule reference: its index."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.present.atlas import Link
from ratified.present.escape import Safe, escape
from ratified.present.outlook import Outlook
from ratified.rules import RULES

FAMILIES = {
    "GOV": "Governance",
    "APR": "Approvals",
    "ROL": "Roles and roster",
    "SEV": "Severity",
    "ESC": "Escalation",
    "NOT": "Notification",
    "RUN": "Runbooks",
    "INC": "Incidents",
    "EXR": "Exercises",
    "PIR": "Reviews and actions",
    "COV": "Coverage",
    "SIT": "Site and files",
}
"""The families of rules by the first three letters of their codes."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the index."""

    code: Link
    name: Safe
    level: Safe
    title: Safe


@dataclass(frozen=True, slots=True)
class Family:
    """The rules of one family."""

    code: Safe
    title: Safe
    rules: tuple[RuleRow, ...]


def rule_index(of: Outlook) -> tuple[Family, ...]:
    """Every rule by family."""
    codes = dict.fromkeys(rule.code[:3] for rule in RULES)
    return tuple(
        Family(
            escape(code),
            escape(FAMILIES.get(code, code)),
            tuple(
                RuleRow(
                    Link(escape(rule.code), of.atlas.page(f"docs/rules/{rule.code}.md", of.page)),
                    escape(rule.name),
                    escape(rule.level),
                    escape(rule.title),
                )
                for rule in RULES
                if rule.code.startswith(code)
            ),
        )
        for code in codes
    )
