"""Findings by what is behind them, first causes first: a role that was renamed is one issue to fix, however often it
is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import counted
from ratified.output import finding_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.finding import Finding

LISTED = 10
"""How many findings of a group are listed."""
_FEW = 3
"""So many findings of one cause are lines like any others."""

_FIRST = ("SIT-11", "SIT-06", "SIT-07", "ROL-03", "ROL-01", "ROL-02")
"""The rules whose findings stand behind those of many others, in the order in which they are best fixed."""


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one cause, those first that stand behind others, then by place. `cause` is empty where they share a
    rule and what to do, and no more.
    """

    cause: str
    findings: tuple[Finding, ...]

    @property
    def head(self) -> str:
        """How many they are, what they have in common, and what to do."""
        first, codes = self.findings[0], ", ".join(dict.fromkeys(finding.code for finding in self.findings))
        level = finding_rows.level(first)
        many = (
            f"{len(self.findings):,} {level}s" if level == first.level else f"{len(self.findings):,} findings, {level},"
        )
        what = f"of one cause ({codes}): {self.cause}" if self.cause else f"of one kind: {codes} {first.name}"
        return f"{many} {what}; {first.help}"

    @property
    def rest(self) -> str:
        """How many are not listed, and where; empty where all are."""
        left = self.findings[LISTED:]
        files = len({finding.place.path for finding in left})
        return f"{len(left):,} more in {counted(files, 'file')}; `ratified check --all` lists each" if left else ""


def grouped(findings: Sequence[Finding]) -> tuple[list[FindingGroup], list[Finding]]:
    """The groups, first causes first and large ones before small ones, and the findings of none, by place."""
    by_cause: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        by_cause.setdefault(_key(finding), []).append(finding)
    groups = [
        FindingGroup(each[0].cause, tuple(sorted(each, key=_depth))) for each in by_cause.values() if _is_group(each)
    ]
    held = {id(finding) for group in groups for finding in group.findings}
    return sorted(groups, key=_rank), [finding for finding in findings if id(finding) not in held]


def _key(finding: Finding) -> tuple[str, ...]:
    level = finding_rows.level(finding)
    return (level, finding.cause) if finding.cause else (level, finding.code, finding.help, finding.waived or "")


def _is_group(findings: Sequence[Finding]) -> bool:
    return len(findings) > (_FEW if findings[0].cause else LISTED)


def _rank(group: FindingGroup) -> tuple[int, int]:
    return _depth(group.findings[0]), -len(group.findings)


def _depth(finding: Finding) -> int:
    return _FIRST.index(finding.code) if finding.code in _FIRST else len(_FIRST)
