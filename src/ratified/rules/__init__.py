"""Every rule, listed by hand. Codes are never reused."""

from __future__ import annotations

from ratified.rules import (
    approvals,
    coverage,
    escalation,
    exercises,
    governance,
    incidents,
    notification,
    post_incident,
    roles,
    runbooks,
    severities,
    site_files,
)
from ratified.rules.rule import Rule, RuleHit, RuleInput

RULES: tuple[Rule, ...] = (
    *governance.RULES,
    *approvals.RULES,
    *roles.RULES,
    *severities.RULES,
    *escalation.RULES,
    *notification.RULES,
    *runbooks.RULES,
    *incidents.RULES,
    *exercises.RULES,
    *post_incident.RULES,
    *coverage.RULES,
    *site_files.RULES,
)

BY_CODE = {rule.code: rule for rule in RULES}

__all__ = ["BY_CODE", "RULES", "Rule", "RuleHit", "RuleInput"]
