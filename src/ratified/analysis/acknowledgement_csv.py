"""An export of a program for people's files, as rows of a list: whoever is unknown in it is refused by line."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

from ratified.analysis.acknowledgement_files import AcknowledgeError, ListedRow
from ratified.model.data_entry import YEARS
from ratified.source.characters import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ratified.approval.past_data import PastPerson

COLUMNS = "person or email, date, and fingerprint unless --fingerprint gives it"
"""The columns that are read, in words; others are left alone."""

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def rows_of(
    name: str, data: bytes, people: Iterable[PastPerson], fingerprint: str | None, last: date
) -> tuple[ListedRow, ...]:
    """The rows of a CSV file, `fingerprint` for those that name none; no day may be after `last`.

    Raises AcknowledgeError with every fault and its line: somebody who is nobody of the roster, a day that is none.
    """
    lines = _lines(name, data)
    heads = _heads(name, lines, fingerprint)
    known = list(people)
    found: list[ListedRow] = []
    faults: list[str] = []
    for number, cells in lines[1:]:
        row = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
        made = _row(row, known, fingerprint, last) if len(cells) >= len(heads) else "has too few columns"
        if isinstance(made, str):
            faults.append(f"{name}:{number}: {made}")
        else:
            found.append(made)
    if not found and not faults:
        faults.append(f"{name}: has no rows below its heads")
    if faults:
        raise AcknowledgeError("\n".join(faults))
    return tuple(found)


def _lines(name: str, data: bytes) -> Sequence[tuple[int, list[str]]]:
    """Every line that is not empty, with its number in the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AcknowledgeError(f"{name}: is not UTF-8; export it as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    separator = ";" if ";" in first and "," not in first else ","
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise AcknowledgeError(f"{name}: is no CSV: {error}; export it again") from None


def _heads(name: str, lines: Sequence[tuple[int, list[str]]], fingerprint: str | None) -> list[str]:
    heads = [cell.strip().casefold() for cell in lines[0][1]] if lines else []
    twice = [head for head in dict.fromkeys(heads) if heads.count(head) > 1 and head]
    whole = {"person", "email"} & {*heads} and "date" in heads and ("fingerprint" in heads or fingerprint)
    if twice or not whole:
        what = f"has two columns {twice[0]}" if twice else "lacks columns"
        raise AcknowledgeError(f"{name}:1: {what}; its first line names {COLUMNS}")
    return heads


def _row(row: Mapping[str, str], people: Sequence[PastPerson], fingerprint: str | None, last: date) -> ListedRow | str:
    """A row, or what is wrong with it."""
    if any(True for cell in row.values() for _ in hidden(cell)):
        return "holds a hidden character; remove it"
    faults = list(_faults(row, people, fingerprint, last))
    if faults:
        return "; ".join(faults)
    (person,) = _meant(row, people)
    return ListedRow(person.id, row.get("fingerprint") or fingerprint or "", date.fromisoformat(row["date"]))


def _faults(row: Mapping[str, str], people: Sequence[PastPerson], fingerprint: str | None, last: date) -> Iterator[str]:
    whom = _meant(row, people)
    if len(whom) != 1:
        said = row.get("name") or row.get("person") or row.get("email") or "the row"
        yield f"{said} is {'several people' if whom else 'nobody'} in data/people.yml as it is approved"
    if not _FINGERPRINT.fullmatch(row.get("fingerprint") or fingerprint or ""):
        yield "names no fingerprint of 64 hexadecimal digits"
    day = _day(row["date"])
    if day is None:
        yield f"{row['date']!r} is no day; write it as YYYY-MM-DD"
    elif day > last:
        yield f"{day} is still to come"
    elif len(whom) == 1 and (day < whom[0].started or (whom[0].left is not None and day > whom[0].left)):
        yield f"{whom[0].name or whom[0].id} was not with the company on {day}"


def _meant(row: Mapping[str, str], people: Sequence[PastPerson]) -> list[PastPerson]:
    """Everybody whom a row may mean: by the id and the address that it gives, each of which has to fit."""
    id_, email = row.get("person", ""), row.get("email", "").casefold()
    if not id_ and not email:
        return []
    return [
        one
        for one in people
        if one.kind == "human" and id_ in ("", one.id) and (not email or email in {e.casefold() for e in one.emails})
    ]


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and found.year in YEARS else None
