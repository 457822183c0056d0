"""Which findings of a pull request are its own, and which main had already (decision 0022).

A pull request is red for what it brings. A finding counts as main's only where the base gives the very same one, in
the same words, and the pull request leaves alone what it is about.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.timeline import REGISTER, REVOKED
from ratified.check.run_rules import file_findings, reading_findings, record_findings
from ratified.check.waivers import apply_waivers
from ratified.rules import BY_CODE, RULES, RuleInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import Finding
    from ratified.model.governance import Waiver
    from ratified.policy import PolicyReading

Key = tuple[str, str, str | None, str | None, str]

_REWRITTEN, _STALE, _WAIVERS = "APR-24", "GOV-02", "GOV-13"
_LINES = re.compile(r"(\.[a-z]+):\d+(?::\d+)?")


def findings_on_base(
    wanted: Iterable[Finding],
    reading: PolicyReading,
    case: RuleInput | None,
    record: ApprovalRecord,
    approved: Sequence[Waiver],
) -> Counter[Key]:
    """What the base lacks already and nobody waived there, of the rules that found anything in the pull request.

    `case` is the base's, None where it cannot be read: then only what reading it found is known.
    """
    codes = {finding.code for finding in wanted if finding.waived is None}
    rules = RULES if _WAIVERS in codes else tuple(rule for rule in RULES if rule.code in codes)
    if case is None:
        return Counter(_key(finding) for finding in reading_findings(reading, rules))
    found = [*file_findings(case, reading, rules), *record_findings(case, record, rules)]
    return Counter(_key(f) for f in apply_waivers(case.book, found, case.as_of, approved) if f.waived is None)


def marked_as_on_main(findings: Iterable[Finding], known: Counter[Key], record: ApprovalRecord) -> tuple[Finding, ...]:
    """The findings, those marked that main had already and that this pull request need not answer for."""
    left = Counter(known)
    made = []
    for finding in findings:
        key = _key(finding)
        mine = finding.waived is not None or not left[key] or not _left_alone(finding, record)
        left[key] -= not mine
        made.append(finding if mine else replace(finding, on_main=True))
    return tuple(made)


def _left_alone(finding: Finding, record: ApprovalRecord) -> bool:
    """Whether a pull request may leave what main lacks: it touches nothing of it, or it repairs just that."""
    asked, proposed = record.pull_request, record.proposed or {}
    if asked is None or finding.code == _REWRITTEN:
        return False
    if BY_CODE[finding.code].ask_record is None:
        return finding.place.path not in asked.touched
    if finding.place.path == REVOKED:
        return REVOKED in asked.touched
    if finding.code == _STALE and finding.level == "error":
        return asked.stale_blocks == "touched" or any(
            record.approvals.verdicts[d].verdict == "stale" for d in _known(record)
        )
    if finding.subject == AUTHORITY and finding.level == "error":
        return AUTHORITY in proposed
    if finding.place.path == REGISTER and finding.document is not None and finding.subject == finding.document:
        return finding.document not in proposed
    return finding.place.path not in asked.touched


def _known(record: ApprovalRecord) -> list[str]:
    return [document for document in record.proposed or {} if document in record.approvals.verdicts]


def _key(finding: Finding) -> Key:
    said = _LINES.sub(r"\1", finding.message)
    return finding.code, finding.place.path, finding.document, finding.subject, said
