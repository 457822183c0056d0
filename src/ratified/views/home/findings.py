"""What the check of this build found, as `ratified check` prints it on the same day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import counted
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.wording import sentence

if TYPE_CHECKING:
    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

NOT_MADE = "no check was made for this build"
_MOST = 12
"""A longer list is no summary; the command prints all."""


@dataclass(frozen=True)
class FindingLine:
    """One finding: its rule with the way to its page, its level (error, warning, waived), what is wrong, what to do."""

    code: PageLink
    level: Safe
    message: Safe
    help: Safe
    place: Safe


@dataclass(frozen=True)
class OpenFindings:
    """The findings, errors first; `told` counts all of them, `rest` those left out."""

    told: Safe
    rows: tuple[FindingLine, ...]
    rest: Safe = NOTHING


def open_findings(of: PageContext) -> OpenFindings:
    """What `ratified check` finds for the work tree, the day and the history of the page."""
    checked = of.standing.checked if of.standing else None
    if checked is None:
        return OpenFindings(escape(f"{sentence(NOT_MADE)} Run: ratified check"), ())
    rows = sorted(checked.findings, key=lambda found: (_level(found) != "error", found.waived is not None))
    told = f"Could not decide: {checked.undecided}" if checked.undecided else f"The check finds {counts(checked)}"
    left = len(rows) - _MOST
    rest = f"And {left} more: ratified check lists them all." if left > 0 else ""
    return OpenFindings(escape(sentence(told)), tuple(_line(of, found) for found in rows[:_MOST]), escape(rest))


def counts(checked: Judgement) -> str:
    """The counts as the command prints them: `2 errors, 1 warning, 0 waived`. Plain text."""
    errors, warnings = counted(checked.errors, "error"), counted(checked.warnings, "warning")
    return f"{errors}, {warnings}, {checked.waived} waived"


def _level(found: Finding) -> str:
    return "waived" if found.waived is not None else found.level


def _line(of: PageContext, found: Finding) -> FindingLine:
    return FindingLine(
        code=of.rule(found.code),
        level=escape(_level(found)),
        message=escape(sentence(found.message)),
        help=escape(sentence(f"Waived: {found.waived}" if found.waived is not None else found.help)),
        place=escape(found.place),
    )
