"""The small company asks everybody to acknowledge its policy; lines of people, lists, and what counts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history_company import REGISTER, REGISTER_TEXT, TODAY

if TYPE_CHECKING:
    from datetime import date

    from histories import Repo
    from ratified.model.acknowledged import Acknowledgements, AskedPerson

ASKS = "acknowledgements:\n  - {document: POL, since: 2026-01-05, within: 30d}\n"
LISTS = "data/acknowledgements/lists/"
SHEETS = (
    "  - {id: SHEETS, title: Sheets, class: roster, owner: security-lead, binds: [data/acknowledgements/lists/*.yml]}\n"
)
ASKING = REGISTER_TEXT + SHEETS + ASKS


def material(*days: str) -> dict[str, str]:
    """The register with amendments of these days called material."""
    rows = "".join(f"      - {{amended: {day}, reason: New duties}}\n" for day in days)
    return {
        REGISTER: REGISTER_TEXT
        + SHEETS
        + ASKS.replace("{", "")
        .replace("}\n", "\n")
        .replace(
            "document: POL, since: 2026-01-05, within: 30d",
            "document: POL\n    since: 2026-01-05\n    within: 30d\n    material:",
        )
        + rows
    }


def fingerprint(repo: Repo, document: str = "POL") -> str:
    """A document's fingerprint at the tip."""
    return repo.verdict(document).fingerprint


def line(text: str, day: str, document: str = "POL") -> str:
    return f'  - {{document: {document}, fingerprint: "{text}", date: {day}}}\n'


def own(person: str, *lines: str) -> dict[str, str]:
    """The file of a person with these lines."""
    return {f"data/acknowledgements/{person}.yml": f"person: {person}\nacknowledged:\n{''.join(lines)}"}


def listed(people: str, text: str, day: str, name: str = "sheet", imported: bool = False) -> dict[str, str]:
    """A list of people, separated by blanks."""
    source = f'imported: {{file: hr.csv, sha256: "{"a" * 64}"}}\n' if imported else ""
    rows = "".join(line(text, day).replace("{", f"{{person: {one}, ") for one in people.split())
    return {f"{LISTS}{name}.yml": f"statement: Signed on paper\n{source}acknowledged:\n{rows}"}


def acknowledged(repo: Repo, as_of: date = TODAY) -> Acknowledgements:
    with repo.approvals(as_of) as approvals:
        return approvals.acknowledged


def row(repo: Repo, person: str, as_of: date = TODAY) -> AskedPerson:
    """What is asked of a person."""
    (document,) = acknowledged(repo, as_of).documents
    return next(one for one in document.people if one.person == person)


def whys(repo: Repo, as_of: date = TODAY) -> list[tuple[str, str]]:
    """Person and reason of each line that counts for nothing."""
    return [(one.person, one.why) for one in acknowledged(repo, as_of).refused]
