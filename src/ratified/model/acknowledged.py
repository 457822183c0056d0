"""Who acknowledged which text, as the history of main shows it: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

AcknowledgedBy = Literal["own key", "own name", "list", "import"]
"""How a line is known to be a person's, strongest first: a commit signed by their key, a commit in their name alone, a
list that somebody else landed, a list that was made from a file of another program."""


class Acknowledgement(NamedTuple):
    """A line that counts, or why it does not.

    `day` is what the line says. `landing` is the commit on main that brought it (of a list, the one that approved it),
    `on` its effective day (UTC). `text` is the number of the last landing that left the document as the line names it.
    `why` is empty where the line counts; else it says why not, and `help` what to do. `undecided`: nothing is known
    against it, and another run may know more. `removed` names the commit that took away a line.
    """

    path: str
    person: str
    document: str
    fingerprint: str
    day: date
    by: AcknowledgedBy
    landing: str
    on: date
    text: int = -1
    why: str = ""
    help: str = ""
    undecided: bool = False
    removed: str = ""


class MaterialText(NamedTuple):
    """The amendment after which a document has to be acknowledged anew: its landing and that one's effective day.

    `named` are the days by which the register names it.
    """

    number: int
    landing: str
    on: date
    named: tuple[date, ...] = ()


class AskedPerson(NamedTuple):
    """Somebody who is asked for a document: since when, until when, and what counts for them; None where nothing does.

    `earlier` is what they acknowledged before the text that counts now.
    """

    person: str
    name: str
    since: date
    due: date
    done: Acknowledgement | None = None
    earlier: Acknowledgement | None = None

    def late(self, day: date) -> bool:
        """Whether their last day is over and nothing counts for them."""
        return self.done is None and day > self.due


@dataclass(frozen=True)
class AskedDocument:
    """A document that everybody of the company acknowledges, and how far that is. `material` is None where every
    approved text of it counts."""

    document: str
    title: str
    fingerprint: str
    material: MaterialText | None
    people: tuple[AskedPerson, ...]


@dataclass(frozen=True)
class Acknowledgements:
    """What approval says of acknowledgements on a day: the documents that are asked for, and every line that counts
    for nothing, those that somebody took away among them."""

    documents: tuple[AskedDocument, ...] = ()
    refused: tuple[Acknowledgement, ...] = ()
    removed: tuple[Acknowledgement, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether no line hangs on what nobody could check."""
        return not any(one.undecided for one in self.refused)

    def open_for(self, person: str) -> tuple[tuple[str, AskedPerson], ...]:
        """What somebody has yet to acknowledge: document ids, each with their row."""
        rows = ((d.document, row) for d in self.documents for row in d.people if row.person == person)
        return tuple(pair for pair in rows if pair[1].done is None)


NOTHING_ASKED = Acknowledgements()
