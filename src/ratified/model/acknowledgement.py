"""`data/acknowledgements/`: who says of themselves to have read which text, and lists of those who have no git."""

from __future__ import annotations

from pydantic import Field

from ratified.model.data_entry import Code, DataEntry, Day, Id, Text
from ratified.model.response import Sha256

FOLDER = "data/acknowledgements/"
"""Where files of people lie, one each, and below it the lists."""
LISTS = f"{FOLDER}lists/"


def own_path(person: str) -> str:
    """Where somebody's own file lies."""
    return f"{FOLDER}{person}.yml"


class OwnAcknowledgement(DataEntry):
    """One text that somebody acknowledges: the document, its fingerprint as its pages show it, and the day."""

    document: Code
    fingerprint: Sha256
    date: Day


class PersonAcknowledgements(DataEntry):
    """A file of one person, `data/acknowledgements/PERSON.yml`; that person alone adds to it."""

    person: Id
    acknowledged: tuple[OwnAcknowledgement, ...] = Field(min_length=1)


class ListedAcknowledgement(DataEntry):
    """One text that somebody acknowledged outside of git, as a list has it."""

    person: Id
    document: Code
    fingerprint: Sha256
    date: Day


class ImportedFile(DataEntry):
    """The file that a list was made from, and its SHA-256."""

    file: Text
    sha256: Sha256


class AcknowledgementList(DataEntry):
    """A file of `data/acknowledgements/lists/`: what people without git acknowledged, and how we know.

    `imported` is of a list that was made from an export of another program. `statement` says where the signatures are,
    or what the export is.
    """

    statement: Text
    imported: ImportedFile | None = None
    acknowledged: tuple[ListedAcknowledgement, ...] = Field(min_length=1)
