"""The rule reference: its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.rules import RULES
from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

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


@dataclass(frozen=True)
class RuleRow:
    """A rule in the index."""

    code: PageLink
    name: Safe
    level: Safe
    title: Safe


@dataclass(frozen=True)
class RuleFamily:
    """The rules of one family."""

    code: Safe
    title: Safe
    rules: tuple[RuleRow, ...]


def rule_index(of: PageContext) -> tuple[RuleFamily, ...]:
    """Every rule by family."""
    codes = dict.fromkeys(rule.code[:3] for rule in RULES)
    return tuple(
        RuleFamily(
            escape(code),
            escape(FAMILIES.get(code, code)),
            tuple(
                RuleRow(
                    of.rule(rule.code),
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
