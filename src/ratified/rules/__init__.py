"""Every rule, listed by hand. Codes are never reused."""

from __future__ import annotations

from ratified.rules import apr, cov, esc, exr, gov, inc, notification, pir, rol, run, sev, sit
from ratified.rules.rule import Case, Hit, Rule

RULES: tuple[Rule, ...] = (
    *gov.RULES,
    *apr.RULES,
    *rol.RULES,
    *sev.RULES,
    *esc.RULES,
    *notification.RULES,
    *run.RULES,
    *inc.RULES,
    *exr.RULES,
    *pir.RULES,
    *cov.RULES,
    *sit.RULES,
)

BY_CODE = {rule.code: rule for rule in RULES}

__all__ = ["BY_CODE", "RULES", "Case", "Hit", "Rule"]
