"""What Example Corp asks everybody to acknowledge, and the files that say who has."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from ratified.analysis.acknowledgement_files import ListedRow, list_path, list_text
from ratified.demo.fingerprints import token
from ratified.demo.landings import Edit
from ratified.model.acknowledgement import own_path

POLICY, CARD = "POL-IR", "START-HERE"
_REGISTER, _COVERAGE = "data/register.yml", "data/coverage.yml"
_LAST = "review_after: {most-severe: 30d, reorganisation: 30d}\n"
_ASKED = "acknowledgements:\n  - document: POL-IR\n    since: 2025-09-10\n    within: 30d\n"
_MATERIAL = "    material:\n      - {amended: 2025-11-19, reason: A Sev-3 is contained within 3 business days}\n"
_SCHEMA = "# yaml-language-server: $schema=../../schemas/acknowledgements.schema.json\n"

ASK = Edit(_REGISTER, _LAST, _LAST + _ASKED)
ASK_ANEW = Edit(_REGISTER, _ASKED, _ASKED + _MATERIAL)
ASK_FOR_CARD = Edit(
    _REGISTER, _ASKED + _MATERIAL, _ASKED + _MATERIAL + "  - {document: START-HERE, since: 2026-11-09, within: 90d}\n"
)
_UNASKED = '    unchecked: "Nobody is asked by name until the register lists the policy under acknowledgements"\n'
ASKING = (ASK, ASK_ANEW, ASK_FOR_CARD, Edit(_COVERAGE, _UNASKED, ""))
"""What the starter's register lacks at the end, and the remark that is true no longer once it asks."""


class OwnLine(NamedTuple):
    """Somebody reads a document on a day, and says so in a commit of their own."""

    person: str
    document: str
    day: str


OWN = (
    OwnLine("helen", POLICY, "2025-09-11"),
    OwnLine("dana", POLICY, "2025-09-12"),
    OwnLine("dana", POLICY, "2025-11-27"),
    OwnLine("sofia", POLICY, "2025-11-28"),
    OwnLine("lee", POLICY, "2025-12-01"),
    OwnLine("noor", POLICY, "2025-12-02"),
    OwnLine("helen", POLICY, "2025-12-03"),
    OwnLine("noor", CARD, "2026-11-11"),
    OwnLine("lee", CARD, "2026-11-12"),
)
"""In the order in which they land."""


class ImportedList(NamedTuple):
    """A list that Helen made of an export, by name: of which day, and whom it has with the day on which each read."""

    name: str
    day: str
    rows: tuple[tuple[str, str], ...]


def _read_on(day: str, people: str) -> tuple[tuple[str, str], ...]:
    return tuple((person, day) for person in people.split())


LISTS = (
    ImportedList(
        "staff-2025-09",
        "2025-09-19",
        (
            *_read_on("2025-09-16", "priya marcus lee sofia tomas aiko ben noor"),
            *_read_on("2025-09-18", "ingrid caleb rachel omar viktor grace"),
        ),
    ),
    ImportedList(
        "staff-2025-12",
        "2025-12-12",
        (
            *_read_on("2025-12-04", "priya marcus tomas aiko ben ingrid"),
            *_read_on("2025-12-09", "caleb rachel omar yusuf viktor"),
        ),
    ),
)


def own_text(lines: tuple[OwnLine, ...]) -> str:
    """The file of a person with these lines of theirs."""
    rows = (
        f'  - {{document: {one.document}, fingerprint: "{token(one.document, one.day)}", date: {one.day}}}\n'
        for one in lines
    )
    return f"{_SCHEMA}person: {lines[0].person}\nacknowledged:\n{''.join(rows)}"


def list_of(one: ImportedList) -> str:
    """A list as the file that `ratified acknowledge --csv` writes of its export."""
    from datetime import date

    read = token(POLICY, one.rows[0][1])
    export = "email,date\n" + "".join(f"{person}@example.com,{day}\n" for person, day in one.rows)
    rows = [ListedRow(person, read, date.fromisoformat(day)) for person, day in one.rows]
    source = (f"{one.name}.csv", sha256(export.encode()).hexdigest())
    statement = "Export of the staff portal, where each confirms with their own account"
    return list_text(POLICY, rows, statement, source).decode()


def acknowledged_files() -> dict[str, str]:
    """Every file of acknowledgements at the end of the story."""
    people = dict.fromkeys(one.person for one in OWN)
    own = {own_path(id_): own_text(tuple(one for one in OWN if one.person == id_)) for id_ in people}
    return {**own, **{list_path(one.name): list_of(one) for one in LISTS}}
