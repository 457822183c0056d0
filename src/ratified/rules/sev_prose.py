"""SEV-05: times typed into prose beside a severity, where the data has the number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ratified.clock import may_outlast
from ratified.model.duration import Duration
from ratified.model.prose import Block, Page
from ratified.model.severities import TARGETS, Level, Target
from ratified.rules.policy import policy_pages
from ratified.rules.rule import Case, Hit, rule

_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {
    **{word: count for count, word in enumerate(_NUMBERS.split(), 1)},
    **{"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "forty-eight": 48},
    **{"fifty": 50, "sixty": 60, "seventy-two": 72, "ninety": 90},
}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_TIME = re.compile(
    rf"(?<![\w.,-])(?:(?P<digits>\d+(?:[.,]\d+)*)[\s-]*|(?P<word>{_WORD})[\s-]+)"
    r"(?P<kind>(?:business|working|calendar)[\s-]+)?"
    r"(?P<unit>minutes?|mins?|m|hours?|hrs?|h|days?|d|bd|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_ONE = {
    "m": Duration(minutes=1),
    "h": Duration(minutes=60),
    "d": Duration(days=1),
    "w": Duration(days=7),
    "mo": Duration(months=1),
    "y": Duration(months=12),
}
MOST_DIGITS = 5
"""Longer numbers are no times that anybody promises."""

_CALL = 'write {{ target("sev-1", "acknowledge") }} with the level and target you mean'


@rule("SEV-05", "error", "A time typed beside a severity")
def number_typed(case: Case) -> Iterator[Hit]:
    """A paragraph, list item or table row of a policy page or runbook names a severity (typed as `Sev-1`, or
    by `severity()` or `target()`) and types a time in digits or words, minutes to years, that equals no
    target of the levels it names. A time that does equal one is a warning: it is right only until the data
    changes. Headings and code are left alone; one day equals 24 hours, but not one business day.

    **Why it matters.** Prose and data then promise two times. The assessor tests the one that was missed, and
    the responder read the other.

    **To mend it.** Call the macro, `target("sev-1", "acknowledge")`, or `limit()`, `commitment()`, `clock()`
    for a time that is no target.

    **Protects.** CC5.3, CC7.4-PF06
    """
    levels = [(level, _names(level)) for level in case.book.severities.levels]
    for page in (*policy_pages(case), *case.book.runbooks):
        prose = (block for block in page.blocks if block.kind != "heading")
        for _, row in groupby(prose, key=lambda block: block.place.line):
            blocks = list(row)
            if not any(_TIME.search(block.text) for block in blocks):
                continue
            named = [level for level, names in levels if _speaks_of(page, blocks, level, names)]
            for block in blocks if named else ():
                yield from _typed(block, named)


def _names(level: Level) -> re.Pattern[str]:
    """The level's id and name as people type them: `Sev-1`, `SEV 1`, `sev1`."""
    typed = {"-".join(re.findall(r"[^\W_]+", name)) for name in (level.id, level.name)} - {""}
    forms = sorted(name.replace("-", r"[\s_-]?") for name in typed)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])", re.IGNORECASE)


def _speaks_of(page: Page, blocks: Sequence[Block], level: Level, names: re.Pattern[str]) -> bool:
    calls = (c for block in blocks for c in page.calls_in(block) if c.name in {"severity", "target"})
    return any(names.search(block.text) for block in blocks) or any(c.text(0) == level.id for c in calls)


def _typed(block: Block, named: Sequence[Level]) -> Iterator[Hit]:
    for match in _TIME.finditer(block.text):
        written = " ".join(match[0].split())
        place = block.place_of(match.start(), match["digits"] or match["word"])
        equal = _equal_target(_length(match), named)
        if equal is None:
            who = " or ".join(level.name for level in named)
            what = f'"{written}" is typed beside {who}, and no target there is {written}'
            yield Hit(place, what, _CALL)
        else:
            level, name = equal
            what = f'"{written}" is typed; a new {name} target of {level.name} would not reach it'
            yield Hit(place, what, f'write {{{{ target("{level.id}", "{name}") }}}}', level="warning")


def _length(match: re.Match[str]) -> Duration | None:
    """What was typed as a duration; None for what data cannot say either: 1.5 hours, 4 business hours."""
    digits, word = match["digits"], match["word"]
    if digits and not (digits.isdigit() and len(digits) <= MOST_DIGITS):
        return None
    count = int(digits) if digits else _WORDS[word.casefold()]
    unit = match["unit"].casefold()
    working = unit == "bd" or (match["kind"] or "c")[0].casefold() in "bw"
    if working:
        return Duration(business_days=count) if unit[0] in "bd" else None
    one = _ONE["mo" if unit.startswith("mo") else unit[0]]
    return Duration(count * one.minutes, count * one.days, 0, count * one.months)


def _equal_target(length: Duration | None, named: Sequence[Level]) -> tuple[Level, str] | None:
    for level in named if length else ():
        for name in TARGETS:
            target: Target | None = getattr(level.targets, name)
            if isinstance(target, Duration) and length and _same(length, target):
                return level, name
    return None


def _same(one: Duration, other: Duration) -> bool:
    return not may_outlast(one, other) and not may_outlast(other, one)
