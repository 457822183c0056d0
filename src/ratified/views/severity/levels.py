"""Severity levels, their criteria and targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape
from ratified.views.inline import SeverityMark
from ratified.views.wording import TARGETS, plain, target_name, target_start

if TYPE_CHECKING:
    from ratified.model.severities import SeverityLevel
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

FIRST = ("acknowledge", "name_commander", "escalate")
"""The targets that come first, whatever the level."""


@dataclass(frozen=True)
class LevelHead:
    """A level: its mark, its anchor and what it means."""

    id: Safe
    mark: SeverityMark
    summary: Safe


@dataclass(frozen=True)
class TargetRow:
    """One target with its time at each level, most severe first; `starts` says from when it runs, if not as others."""

    name: Safe
    starts: Safe
    times: tuple[Safe, ...]


@dataclass(frozen=True)
class SeverityTable:
    """Levels across, targets down."""

    levels: tuple[LevelHead, ...]
    rows: tuple[TargetRow, ...]
    clock_starts: Safe


@dataclass(frozen=True)
class CriterionRow:
    """One criterion; `covers` names what it protects, `tags` are the ids of the same, apart by spaces."""

    id: Safe
    link: PageLink
    text: Safe
    short: Safe
    covers: tuple[Safe, ...]
    tags: Safe


@dataclass(frozen=True)
class LevelCriteria:
    """A level with its criteria."""

    head: LevelHead
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True)
class PickerLevel:
    """A level to pick; `promises` says in words what it promises first, empty where that is nothing."""

    head: LevelHead
    criteria: tuple[CriterionRow, ...]
    promises: Safe


@dataclass(frozen=True)
class SeverityPicker:
    """Levels, most severe first; `unsure` says that who is not sure takes the higher one."""

    levels: tuple[PickerLevel, ...]
    unsure: bool


def level_head(of: PageContext, level: SeverityLevel) -> LevelHead:
    """A level's head, linked to the severity table."""
    link = of.thing(level.name, "severity_table", level.id)
    return LevelHead(
        escape(level.id), SeverityMark(link, escape(level.label), of.rank(level.id)), escape(level.summary)
    )


def severity_table(of: PageContext) -> SeverityTable:
    """Every level with every target that some level sets."""
    levels = of.book.severities.levels
    rows = []
    for key in TARGETS:
        times = [getattr(level.targets, key) for level in levels]
        if any(time is not None for time in times):
            rows.append(
                TargetRow(
                    escape(target_name(key)),
                    escape(target_start(key)),
                    tuple(escape(_time_text(time)) for time in times),
                )
            )
    starts = "detected" if of.book.severities.clock_starts == "detected" else "declared"
    return SeverityTable(tuple(level_head(of, level) for level in levels), tuple(rows), escape(starts))


def _time_text(time: object) -> object:
    return "no set time" if time == "none" else "not set" if time is None else time


def severity_criteria(of: PageContext) -> tuple[LevelCriteria, ...]:
    """Every level with its criteria in full."""
    return tuple(
        LevelCriteria(
            level_head(of, level),
            tuple(
                CriterionRow(
                    escape(criterion.id),
                    of.thing(criterion.id, "severity_criteria", criterion.id),
                    escape(criterion.text),
                    escape(criterion.short),
                    tuple(escape(plain(anchor)) for anchor in criterion.covers),
                    escape(" ".join(criterion.covers)),
                )
                for criterion in level.criteria
            ),
        )
        for level in of.book.severities.levels
    )


def severity_picker(of: PageContext) -> SeverityPicker:
    """Every level with its criteria in short, and what it promises first."""
    return SeverityPicker(
        tuple(
            PickerLevel(found.head, found.criteria, _first_promises(level))
            for found, level in zip(severity_criteria(of), of.book.severities.levels, strict=True)
        ),
        of.book.severities.when_unsure == "higher",
    )


def _first_promises(level: SeverityLevel) -> Safe:
    """What comes first at a level: `Acknowledge within 15 minutes, name a commander within 30 minutes`."""
    times = [(target_name(key), getattr(level.targets, key)) for key in FIRST]
    said = [f"{name} within {time}" for name, time in times if time not in {None, "none"}]
    return escape(", ".join([*said[:1], *(one[:1].lower() + one[1:] for one in said[1:])]))
