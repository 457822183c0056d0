"""A finding: what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ratified.model.place import Place

SeverityOfFinding = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one rule. `subject` is the id of the entry it is about, `waived` the reason it is accepted.

    `cause` is what stands behind it, in words, where other findings may share that.

    `on_main` says of a pull request's finding that main had it already and that it blocks nothing here.
    """

    code: str
    name: str
    level: SeverityOfFinding
    place: Place
    message: str
    help: str
    document: str | None = None
    subject: str | None = None
    waived: str | None = None
    on_main: bool = False
    cause: str = ""

    @property
    def order(self) -> tuple[Place, str, str]:
        """Findings are always shown by place, then code, then message."""
        return self.place, self.code, self.message
