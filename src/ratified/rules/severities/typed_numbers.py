"""SEV-05: times typed into prose beside a severity, where the data has the number."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from ratified.model.duration import Duration
from ratified.model.severities import TARGETS, SeverityLevel, Target
from ratified.rules.policy import policy_pages
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule
from ratified.rules.typed_times import TIME, length_of, same_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.prose import Page, TextBlock


@rule("SEV-05", "error", "A time typed beside a severity")
def number_typed(case: RuleInput) -> RuleHits:
    """A paragraph, list item or table row of a policy page or runbook names a severity (typed by its id or
    name, or by `severity()` or `target()`) and types a time in digits or words, minutes to years, that equals no
    target of the levels it names. A time that does equal one is a warning: it is right only until the data
    changes. Headings and code are left alone; one day equals 24 hours, but not one business day.

    **Why it matters.** Prose and data then give two times. The assessor tests the one that was missed, and
    the responder read the other.

    **How to fix it.** Call the macro `target()` with the id of the level and the target, or `limit()`,
    `commitment()`, `clock()` for a time that is no target.

    **Protects.** CC5.3, CC7.4-PF06
    """
    for page in (*policy_pages(case), *case.book.runbooks):
        for blocks, named in beside_severity(case, page):
            for block in blocks:
                yield from _typed(block, named)


def beside_severity(case: RuleInput, page: Page) -> Iterator[tuple[Sequence[TextBlock], Sequence[SeverityLevel]]]:
    """The paragraphs, list items and rows of a page that type a time and name a severity, and which they name."""
    levels = [(level, _names(level)) for level in case.book.severities.levels]
    prose = (block for block in page.blocks if block.kind != "heading")
    for _, row in groupby(prose, key=lambda block: block.place.line):
        blocks = list(row)
        if any(TIME.search(block.text) for block in blocks):
            named = [level for level, names in levels if _speaks_of(page, blocks, level, names)]
            if named:
                yield blocks, named


def _names(level: SeverityLevel) -> re.Pattern[str]:
    """The level's id and name as people type them, for `p-1` also `P 1` and `p1`."""
    typed = {"-".join(re.findall(r"[^\W_]+", name)) for name in (level.id, level.name)} - {""}
    forms = sorted(name.replace("-", r"[\s_-]?") for name in typed)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


def _speaks_of(page: Page, blocks: Sequence[TextBlock], level: SeverityLevel, names: re.Pattern[str]) -> bool:
    calls = (c for block in blocks for c in page.calls_in(block) if c.name in {"severity", "target"})
    return any(names.search(block.text) for block in blocks) or any(c.text(0) == level.id for c in calls)


def _typed(block: TextBlock, named: Sequence[SeverityLevel]) -> RuleHits:
    for match in TIME.finditer(block.text):
        written = " ".join(match[0].split())
        place = block.place_of(match.start(), match["digits"] or match["word"])
        equal = _equal_target(length_of(match), named)
        if equal is None:
            who = " or ".join(level.name for level in named)
            what = f'"{written}" is typed beside {who}, and no target there is {written}'
            help_ = f'write {{{{ target("{named[0].id}", "acknowledge") }}}} with the level and target you mean'
            yield RuleHit(place, what, help_)
        else:
            level, name = equal
            what = f'"{written}" is typed; a new {name} target of {level.name} would not reach it'
            yield RuleHit(place, what, f'write {{{{ target("{level.id}", "{name}") }}}}', level="warning")


def _equal_target(time: Duration | None, named: Sequence[SeverityLevel]) -> tuple[SeverityLevel, str] | None:
    for level in named if time else ():
        for name in TARGETS:
            target: Target | None = getattr(level.targets, name)
            if isinstance(target, Duration) and time and same_time(time, target):
                return level, name
    return None
