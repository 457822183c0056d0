"""The rules of the main branch as a forge reported them on some days: answers of its API, kept as they came."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.branch_rules.github_rules import github_weaknesses, is_ruleset
from ratified.policy.branch_rules.gitlab_rules import gitlab_weaknesses, is_gitlab
from ratified.policy.branch_rules.strict_json import strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.policy.branch_rules.promise import BranchPromise

FOLDER = "data/forge-rules/"
_NAMED = re.compile(r"data/forge-rules/([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[-_.][^/]*)?\.json")


class RulesSnapshot(NamedTuple):
    """What a forge said on a day, by the names of the files: each object of its answers."""

    day: date
    paths: tuple[str, ...]
    answers: tuple[Mapping[str, object], ...]


class SnapshotFault(NamedTuple):
    """A file that says nothing that can be read, and why, as the rest of a sentence."""

    path: str
    why: str


def snapshots(files: Mapping[str, bytes]) -> tuple[list[RulesSnapshot], list[SnapshotFault]]:
    """The snapshots among these files, oldest first, and the files that are none."""
    days: dict[date, list[tuple[str, list[Mapping[str, object]]]]] = {}
    faults = []
    for path, data in sorted(files.items()):
        if not path.startswith(FOLDER):
            continue
        try:
            day, answers = _day(path), _answers(data)
        except ValueError as error:
            faults.append(SnapshotFault(path, str(error)))
        else:
            days.setdefault(day, []).append((path, answers))
    found = [
        RulesSnapshot(day, tuple(path for path, _ in parts), tuple(one for _, answers in parts for one in answers))
        for day, parts in sorted(days.items())
    ]
    return found, faults


def weaknesses(snapshot: RulesSnapshot, promise: BranchPromise) -> Iterator[str]:
    """Where the forge enforced less than was promised on the day of a snapshot: sentences without their full stop."""
    rulesets = [one for one in snapshot.answers if is_ruleset(one)]
    rest = [one for one in snapshot.answers if not is_ruleset(one)]
    if not snapshot.answers:
        yield f"no rule is set for {promise.main}"
    if rulesets:
        yield from github_weaknesses(rulesets, promise)
    if rest:
        yield from gitlab_weaknesses(rest, promise)


def _day(path: str) -> date:
    named = _NAMED.fullmatch(path)
    if named is None:
        raise ValueError("is not named by a day, as 2026-11-01.json is")
    try:
        return date.fromisoformat(named[1])
    except ValueError:
        raise ValueError(f"is named by {named[1]}, which is no day") from None


def _answers(data: bytes) -> list[Mapping[str, object]]:
    """The objects of a file: one, or a list of them, each of a kind that is known. An empty list is an answer too."""
    read = strict_json(data)
    rows = read if isinstance(read, list) else [read]
    found: list[Mapping[str, object]] = [
        row for row in rows if isinstance(row, dict) and (is_ruleset(row) or is_gitlab(row))
    ]
    if len(found) < len(rows):
        raise ValueError("holds something that is neither a ruleset nor a protected branch, approval rule or project")
    return found
