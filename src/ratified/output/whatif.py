"""What would break, in words and as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.model.plurals import counted
from ratified.output import terminal
from ratified.output.json_report import dumps
from ratified.policy.roster.holders import title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.whatif import WhatIf
    from ratified.policy import Book


@dataclass(frozen=True)
class _WhatIfSection:
    heading: str
    lines: tuple[str, ...]


def render(result: WhatIf, book: Book) -> Iterator[str]:
    """The lines of the text report: a heading for each kind of break, a line for each break."""
    gone = book.person[result.removed].name if result.removed in book.person else title(book, result.removed)
    if result.nothing:
        yield terminal.line(f"Without {gone}, on {result.as_of.isoformat()}: nothing breaks that holds today.")
        return
    yield terminal.line(f"Without {gone}, on {result.as_of.isoformat()}:")
    for part in _parts(result, book):
        if part.lines:
            yield ""
            yield part.heading
            yield from (terminal.line(f"  {line}") for line in part.lines)


def _parts(result: WhatIf, book: Book) -> Iterator[_WhatIfSection]:
    yield _WhatIfSection(
        "Roles without enough holders",
        tuple(f"{title(book, r.role)}: {r.left or 'nobody'} left, {r.minimum} needed" for r in result.roles),
    )
    holes = []
    for rotation in result.rotations:
        if rotation.primary:
            holes.append(f"{rotation.rotation}: no primary on {_days(rotation.primary)}")
        if rotation.backup:
            holes.append(f"{rotation.rotation}: no backup on {_days(rotation.backup)}")
    yield _WhatIfSection("Rotations with holes", tuple(holes))
    yield _WhatIfSection(
        "Documents that nobody may approve",
        tuple(f"{d.document} {d.title} (class {d.class_})" for d in result.documents),
    )
    yield _WhatIfSection(
        "Escalation rows that reach nobody",
        tuple(f"{row.at()}: {row.id}, to {title(book, row.to)}" for row in result.escalation),
    )
    yield _WhatIfSection("References that would be dead", tuple(_references(result, book)))


def _references(result: WhatIf, book: Book) -> Iterator[str]:
    """One line a reference; the macro calls of one page are one line, since it calls a role many times."""
    calls = Counter((r.place.path, r.role) for r in result.references if r.kind == "macro")
    for reference in result.references:
        if reference.kind != "macro":
            yield f"{reference.place}: {title(book, reference.role)}"
    for (path, role), count in sorted(calls.items()):
        yield f"{path}: {title(book, role)}, in {counted(count, 'macro call')}"


def _days(days: Sequence[date]) -> str:
    """Days as stretches: `2026-11-23 to 2026-11-29, 2026-12-07`."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][-1] == timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return ", ".join(s[0].isoformat() if len(s) == 1 else f"{s[0]} to {s[-1]}" for s in stretches)


def render_json(result: WhatIf) -> Iterator[str]:
    """The lines of the JSON report, `ratified/whatif/1`."""
    report = {
        "schema": "ratified/whatif/1",
        "without": result.removed,
        "as_of": result.as_of.isoformat(),
        "roles": [{"role": r.role, "left": r.left, "minimum": r.minimum} for r in result.roles],
        "rotations": [
            {
                "rotation": r.rotation,
                "no_primary": [day.isoformat() for day in r.primary],
                "no_backup": [day.isoformat() for day in r.backup],
            }
            for r in result.rotations
        ],
        "documents": [{"id": d.document, "class": d.class_} for d in result.documents],
        "escalation": [{"row": r.id, "path": r.at().path, "line": r.at().line} for r in result.escalation],
        "references": [
            {"role": r.role, "path": r.place.path, "line": r.place.line, "column": r.place.column}
            for r in result.references
        ],
    }
    yield from dumps(report).split("\n")
