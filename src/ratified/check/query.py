"""What can be asked about a repository."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.model.landing import NO_ANCHORS, Anchors
from ratified.policy.branch_rules import MERGE_RULES

_TRUST = ("data/trust/allowed_signers", "data/trust/evidence_signers")
READ_BY_RULES = (*_TRUST, *CODEOWNERS_FILES, *MERGE_RULES.values())
"""Files that rules about trust read as the checked tree has them."""

FOLDERS_READ_BY_RULES = ("data/trust/forge", "data/forge-rules")
"""Folders of which they read every file."""


@dataclass(frozen=True)
class CheckQuery:
    """What is asked about a repository.

    `ref` is judged from objects alone; without it the work tree is, against the main branch. `base` makes `ref`
    (HEAD where none is given) a pull request, judged by that base. `anchors` are tips seen before.
    `period` is an id or two days, as `policy.periods.window_of` reads them; without it the register's periods are asked
    about.    `anew` asks for an answer of which nothing comes from an earlier run.
    """

    ref: str | None = None
    base: str | None = None
    anchors: Anchors = NO_ANCHORS
    period: str | None = None
    anew: bool = False

    @property
    def afresh(self) -> bool:
        """Whether nothing may come from an earlier run: evidence of a period, or held against anchors, does not."""
        return self.anew or self.period is not None or bool(self.anchors.kept)


PLAIN = CheckQuery()
TODAY = CheckQuery(anchors=Anchors(today=True))
"""What a person asks who names no day: the tip that is there counts as seen today."""
