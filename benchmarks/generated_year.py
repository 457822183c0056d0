"""A generated year: a company that changes its policy 200 times and keeps a full record of every incident.

The records are the three of the demo company, moved to other days and given numbers of their own. Each lands twice, in
batches: the response in the days after it was closed, and the whole once its actions are done and were checked.
Every one names the version of the policy that stood when it was declared, so that judging it by another version would
be found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import generated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHANGES = 200
FIRST = date(2025, 6, 2)
"""The Monday on which the year begins."""
WORKING_DAYS = 260
"""From the first working day on which an incident may happen to the last."""
ADOPTED = int(datetime(2025, 5, 19, 12, tzinfo=UTC).timestamp())
AS_OF = "2026-11-22"
_RECORDS = generated.ROOT / "src/ratified/demo/records"
_KEPT = ("INC-2026-001", "INC-2026-002", "INC-2026-003")
"""A Sev-2, a Sev-1 and a Sev-3, of 8 to 14 KB."""
_DAY = re.compile(r"\b20\d\d-\d\d-\d\d(?!\d)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DECLARED = re.compile(r"    declared: (\S+)\n")
_DONE = re.compile(r"    closed_on: (\S+)\n    evidence: .*\n    seen_by: (\S+)\n(?!    effect:)")
_DECIDED = (
    ("data/severities.yml", "      recover: 72h\n", "      recover: {}m\n", 4_320),
    ("data/escalation.yml", "id: s3-security, severity: sev-3, from: on-call-engineer, to: security-lead, within: 4h",
     "id: s3-security, severity: sev-3, from: on-call-engineer, to: security-lead, within: {}m", 240),
    ("data/notifications.yml", "recipient: Information Commissioner,",
     "recipient: Information Commissioner by form {},", 100),
    ("data/contracts.yml", "id: ct-040-msa, kind: contract, within: 5d", "id: ct-040-msa, kind: contract, within: {}m",
     7_200),
)  # fmt: skip
"""What the changes set, each in its turn, always to one less than the figure before."""

Landed = tuple[int, str, dict[str, str]]
"""When (seconds since 1970, UTC), what, and the files it writes."""


def write(folder: Path, incidents: int) -> Path:
    """The repository with so many incidents spread over the year, checked out."""
    changes = list(_changes())
    landings = sorted([*changes, *_records(incidents, [at for at, _, _ in changes])], key=lambda one: one[0])
    return generated.imported(folder, b"".join(generated.history(generated.start(0), ADOPTED, landings)))


def _changes() -> Iterator[Landed]:
    """A change of governed data every 43 hours."""
    texts = {path: (generated.ROOT / path).read_text("utf-8") for path, *_ in _DECIDED}
    step = 364 * 86_400 // CHANGES
    begun = int(datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC).timestamp())
    for number in range(CHANGES):
        path, as_it_is, wanted, figure = _DECIDED[number % len(_DECIDED)]
        text = texts[path]
        assert text.count(as_it_is) == 1, f"{path} holds {as_it_is!r} {text.count(as_it_is)} times"
        changed = text.replace(as_it_is, wanted.format(figure - 1 - number // len(_DECIDED)))
        yield begun + number * step, f"Change {number + 1} of {path}", {path: changed}


def _records(incidents: int, changed: list[int]) -> Iterator[Landed]:
    """Batches, merged on Wednesdays and Saturdays."""
    batches: dict[date, dict[str, str]] = {}
    numbers: dict[int, int] = {}
    for index in range(incidents):
        day = _working(index * WORKING_DAYS // incidents)
        numbers[day.year] = numbers.get(day.year, 0) + 1
        id_ = f"INC-{day.year}-{numbers[day.year]:03d}"
        text = _moved(_KEPT[index % len(_KEPT)], id_, day, index % 40)
        declared = datetime.fromisoformat(_DECLARED.findall(text)[0]).timestamp()
        version = 1 + bisect_right(changed, declared)
        text = text.replace("clock_catalogue:", f"policy_version: {version}\nclock_catalogue:")
        path = f"data/incidents/{id_}.yml"
        batches.setdefault(_batch(day + timedelta(days=2)), {})[path] = text[: text.index("\nreview:\n") + 1]
        batches.setdefault(_batch(day + timedelta(days=150)), {})[path] = text
    for day, files in batches.items():
        at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        yield at, f"Records up to {day}", files


def _moved(kept: str, id_: str, day: date, minutes: int) -> str:
    """A record of the demo as if it had been declared on another day, so many minutes later in it."""
    text = (_RECORDS / f"{kept}.yml").read_text("utf-8").replace(kept, id_).replace("ticket: SEC-", f"ticket: {id_}-")
    shift = day - date.fromisoformat(_DECLARED.findall(text)[0][:10])
    text = _DAY.sub(lambda found: (date.fromisoformat(found[0]) + shift).isoformat(), text)
    later = timedelta(minutes=minutes)
    return _MOMENT.sub(lambda at: f"{datetime.fromisoformat(at[0]) + later:%Y-%m-%dT%H:%M}", _checked(text))


def _checked(text: str) -> str:
    """A record with an effect for every action that has none: the demo's are too young to have been checked."""
    return _DONE.sub(
        lambda done: (
            f"{done[0]}    effect: {{checked_on: {date.fromisoformat(done[1]) + timedelta(days=60)},"
            f" by: {done[2]}, result: works, text: Tried again and it held}}\n"
        ),
        text,
    )


def _working(number: int) -> date:
    """The working day of that number, from 0."""
    return FIRST + timedelta(weeks=number // 5, days=number % 5)


def _batch(day: date) -> date:
    """The Wednesday or the Saturday that comes next."""
    return day + timedelta(days=min((2 - day.weekday()) % 7, (5 - day.weekday()) % 7))
