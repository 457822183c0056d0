"""What a pull request would ratify besides its own change: earlier landings that nobody approved, with their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from itertools import islice

from ratified.approval.docket import Docket
from ratified.approval.record import Ratified
from ratified.chronicle.days import moment
from ratified.judgement.amended import Historian
from ratified.model.landing import Identity
from ratified.source.decode import decode
from ratified.source.fault import Fault

MOST_LINES = 60
"""How much of a landing's text is shown; the command beside it shows the rest."""

_MOST_BYTES = 200_000


def ratifies(docket: Docket, documents: Iterable[str]) -> tuple[Ratified, ...]:
    """The landings whose changes of these documents still await approval, oldest first."""
    waiting: dict[int, list[str]] = {}
    for document in documents:
        for number in docket.open_landings(document):
            waiting.setdefault(number, []).append(document)
    historian = Historian(docket.chronicle)
    return tuple(_one(docket, historian, number, waiting[number]) for number in sorted(waiting))


def _one(docket: Docket, historian: Historian, number: int, documents: list[str]) -> Ratified:
    chronicle = docket.chronicle
    landing = chronicle.landings[number]
    paths = sorted({path for document in documents for path in _paths(docket, document, number)})
    changes = dict.fromkeys(said for document in documents for said in historian.amended(document, number).changes)
    made = (maker for document in documents for maker in docket.ledger.hands.all(document, number))
    authors = (maker for maker in made if isinstance(maker, Identity))
    base = landing.commit.parents[0] if landing.commit.parents else ""
    lines = (line for path in paths for line in _diff(docket, path, number))
    shown = list(islice(lines, MOST_LINES + 1))
    if len(shown) > MOST_LINES:
        shown = [*shown[:MOST_LINES], "... cut here; the command above shows the rest"]
    return Ratified(
        landing.commit.id,
        base,
        moment(landing.commit),
        tuple(dict.fromkeys(authors)),
        tuple(documents),
        tuple(paths),
        tuple(changes),
        tuple(shown),
    )


def _paths(docket: Docket, document: str, number: int) -> Iterator[str]:
    before = dict(docket.chronicle.files(document, number - 1))
    after = dict(docket.chronicle.files(document, number))
    return (path for path in {*before, *after} if before.get(path) != after.get(path))


def _diff(docket: Docket, path: str, number: int) -> Iterator[str]:
    old, new = (_text(docket, path, at) for at in (number - 1, number))
    if old is None or new is None:
        yield f"{path}: no text, or too long to show here"
        return
    yield from unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm="")


def _text(docket: Docket, path: str, number: int) -> list[str] | None:
    """A file's lines after a landing: none where it is not there, None where it is no text or very long."""
    if docket.chronicle.at(path, number) is None:
        return []
    data = docket.chronicle.content(path, number)
    if data is None or len(data) > _MOST_BYTES:
        return None
    text = decode(path, data)
    return None if isinstance(text, Fault) else text.split("\n")
