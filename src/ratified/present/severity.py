"""Severity levels, their criteria and targets."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.model.severities import Level
from ratified.present.atlas import Link
from ratified.present.escape import Safe, escape
from ratified.present.inline import SeverityMark
from ratified.present.outlook import Outlook
from ratified.present.words import TARGETS, plain, target_name


@dataclass(frozen=True, slots=True)
class LevelHead:
    """A level: its mark, its anchor and what it means."""

    id: Safe
    mark: SeverityMark
    summary: Safe


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target with its time at each level, most severe first."""

    name: Safe
    times: tuple[Safe, ...]


@dataclass(frozen=True, slots=True)
class SeverityTable:
    """Levels across, targets down."""

    levels: tuple[LevelHead, ...]
    rows: tuple[TargetRow, ...]
    clock_starts: Safe


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion; `covers` names what it protects."""

    id: Safe
    link: Link
    text: Safe
    short: Safe
    covers: tuple[Safe, ...]


@dataclass(frozen=True, slots=True)
class LevelCriteria:
    """A level with its criteria."""

    head: LevelHead
    criteria: tuple[CriterionRow, ...]


def level_head(of: Outlook, level: Level) -> LevelHead:
    """A level's head, linked to the severity table."""
    link = of.thing(level.name, "severity_table", level.id)
    return LevelHead(
        escape(level.id), SeverityMark(link, escape(level.label), of.rank(level.id)), escape(level.summary)
    )


def severity_table(of: Outlook) -> SeverityTable:
    """Every level with every target that some level sets."""
    levels = of.book.severities.levels
    rows = []
    for key in TARGETS:
        times = [getattr(level.targets, key) for level in levels]
        if any(time is not None for time in times):
            rows.append(TargetRow(escape(target_name(key)), tuple(escape(_shown(time)) for time in times)))
    starts = "detected" if of.book.severities.clock_starts == "detected" else "declared"
    return SeverityTable(tuple(level_head(of, level) for level in levels), tuple(rows), escape(starts))


def _shown(time: object) -> object:
    return "no set time" if time == "none" else "not set" if time is None else time


def severity_criteria(of: Outlook) -> tuple[LevelCriteria, ...]:
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
                )
                for criterion in level.criteria
            ),
        )
        for level in of.book.severities.levels
    )


severity_picker = severity_criteria
"""The same facts; the layout shows them short."""
